// SPDX-License-Identifier: Apache-2.0
// What the pages count: each event once or every report, numbers that agree with the lists under them, trends that look back.
import assert from 'node:assert/strict'
import { keepsTheRules, oneSite, tabTest, widths } from './harness.mjs'

const on = oneSite()
const get = (path) => on.get(path)

const with_tab = (name, run) =>
  tabTest(on, name, widths.desk, async (tab, page) => {
    await run(tab, page)
    await keepsTheRules(tab, name)
  })
const number = (text) => Number(text.match(/[\d,]+/)[0].replaceAll(',', ''))
const pair = encodeURIComponent('PER|BOL')

with_tab('each event once, or every report', async (tab, page) => {
  const [once, every] = await Promise.all(['event', 'report'].map(async (one) => (await get(`timeline?unit=PER%7CBOL&one_per=${one}`)).events))
  assert.ok(once < every, 'the examples have an event that two report')
  await tab.go(`#/dyad/${pair}`)
  await page.getByRole('button', { name: `All (${once})`, exact: true }).waitFor()
  await page.getByText(/\d reports, \d independent sources/).first().waitFor()
  await page.getByRole('button', { name: /^Count e/ }).click()
  await page.getByRole('radio', { name: /Every report/ }).check()
  await page.getByRole('button', { name: `All (${every})`, exact: true }).waitFor()
  assert.match(page.url(), /one_per=report/)
  await page.getByRole('link', { name: 'Map' }).click()
  await page.getByRole('button', { name: /^Count every report/ }).waitFor()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByRole('button', { name: /^Count events/ }).waitFor()
})

with_tab('a pair: directions, what both do together, what is hidden, a table', async (tab, page) => {
  await tab.go(`#/dyad/${pair}?status=all`)
  await page.getByRole('button', { name: /^All \(/ }).waitFor()
  const all = number(await page.getByRole('button', { name: /^All \(/ }).textContent())
  await tab.go(`#/dyad/${pair}`)
  await page.getByRole('button', { name: /^Together \(\d/ }).click()
  await page.getByText('Peru and Bolivia agreed on Friday').waitFor()
  await page.getByRole('button', { name: /^All \(\d/ }).click()
  await page.getByText(/more (is|are) claimed, planned/).waitFor()
  const counted = number(await page.getByRole('button', { name: /^All \(/ }).textContent())
  const hidden = number(await page.getByText(/more (is|are) claimed, planned/).textContent())
  assert.equal(counted + hidden, all)
  const rows = await page.getByRole('region', { name: 'Figures' }).getByRole('row').allTextContents()
  assert.match(rows[0], /Month.*Peru → Bolivia.*Bolivia → Peru.*Together/)
  assert.deepEqual(rows.slice(1).map((row) => row.match(/[A-Z][a-z]+ \d{4}/)[0]), ['Jun 2024', 'May 2024', 'Apr 2024'])
  // The axis has the months of the events and no others.
  const axis = await page.getByRole('group', { name: /^Events between/ }).locator('text').allTextContents()
  assert.deepEqual(axis, ['Apr 24', 'May 24', 'Jun 24'])
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'this table as CSV' }).click()])
  assert.match(file.suggestedFilename(), /PER-BOL-month\.csv$/)
  await page.getByRole('link', { name: 'show', exact: true }).click()
  await page.getByRole('button', { name: `All (${all})`, exact: true }).waitFor()
})

with_tab('got worse most: the days before are read, and none is said', async (tab, page) => {
  await tab.go('#/dyads?sort=worse&from=2024-05-01&to=2024-05-31')
  await page.getByText('Peru – Bolivia').waitFor()
  const before = await page.locator('li .trend').first().textContent()
  await tab.go('#/dyads?sort=worse&to=2024-05-31')
  await page.getByText('Peru – Bolivia').waitFor()
  assert.equal(await page.locator('li .trend').first().textContent(), before)
  for (const trend of await page.locator('li .trend').allTextContents()) assert.match(trend, /worse/)
  await tab.go('#/dyads?sort=worse&to=2024-04-30&window=7')
  await page.getByText(/No pair got worse in the 7 days until 30 Apr 2024/).waitFor()
  assert.equal(await page.locator('li .trend').count(), 0)
})

with_tab('the numbers of an actor and of the map are those of their lists', async (tab, page) => {
  for (const status of ['', '?status=all', '?type=ACCUSE&status=all']) {
    await tab.go('#/actors' + status)
    const row = page.locator('tbody tr').first()
    await row.waitFor()
    const events = number(await row.locator('td').nth(1).textContent())
    await row.getByRole('link').click()
    await page.getByText('Roles over time').first().waitFor()
    await page.getByText(`${events} event`).first().waitFor()
    const listed = page.locator('section', { hasText: 'The events' }).locator('ol > li')
    await listed.first().waitFor()
    assert.equal(await listed.count(), events, status)
  }
  await tab.go('#/map?party=PER&from=2024-05-10&to=2024-05-31')
  await page.getByText(/in the chosen period/).waitFor()
  const listed = number(await page.getByText(/newest first/).textContent())
  assert.match(await page.getByText(/in the chosen period/).textContent(), new RegExp(`, ${listed} in the chosen period`))
})

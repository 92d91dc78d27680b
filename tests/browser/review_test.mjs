// SPDX-License-Identifier: Apache-2.0
// Reviews: each verdict by its name, a correction of what there is, what is taken back, and what goes into the exports.
import assert from 'node:assert/strict'
import { keepsTheRules, oneSite, tabTest, widths } from './harness.mjs'

const on = oneSite()
const get = (path) => on.get(path)

for (const size of Object.values(widths)) {
  const with_tab = (name, run) => tabTest(on, `${name} at ${size.width} pixels`, size, run)

  with_tab('review: right, corrected, wrong, withdrawn, agree', async (tab, page) => {
    await tab.go('#/review')
    const one = page.getByRole('region', { name: 'Event to review' })
    await one.getByRole('button', { name: 'Right', exact: true }).click()
    await one.getByRole('alert').getByText('A review needs a name').waitFor()
    const id = (await get('events?asserted=true&one_per=event&order=-date&limit=1')).items[0].id
    const [ada, bo] = ['Ada ' + size.width, 'Bo <b>' + size.width]
    const own = page.getByRole('group', { name: 'Your review' })
    for (const reviewer of [ada, bo]) {
      await tab.go(`#/event/${id}`)
      await page.getByLabel('Reviewer').fill(reviewer)
      await page.getByRole('button', { name: 'Correct it …' }).click()
      await page.getByRole('button', { name: 'Save the correction' }).click()
      await page.getByText('Nothing was changed').waitFor()
      await own.getByLabel('Status').selectOption('planned')
      await keepsTheRules(tab, 'form of a correction')
      await page.getByRole('button', { name: 'Save the correction' }).click()
      await page.getByText(`${reviewer} says: corrected`).waitFor()
    }
    await page.getByText('reviewed: corrected').first().waitFor()
    await page.getByLabel('Note').fill('on second thought')
    await page.getByRole('button', { name: 'Wrong', exact: true }).click()
    await page.getByText(`${bo} says: wrong`).waitFor()
    await page.locator('li', { hasText: bo }).filter({ hasText: 'corrected' }).getByText('no longer counts').waitFor()
    await tab.go(`#/review?reviewed=true&a=${encodeURIComponent(ada)}&b=${encodeURIComponent(bo)}`)
    await page.getByText("Cohen's kappa").waitFor()
    await one.getByText('reviewed: corrected, wrong').first().waitFor()
    await keepsTheRules(tab, 'review with reviews')
    for (const link of await page.getByRole('link', { name: /^as / }).all()) assert.equal((await fetch(new URL(await link.getAttribute('href'), on.base))).status, 200)
    await tab.go(`#/map?reviewed=true`)
    await page.locator('ol li', { hasText: 'reviewed: corrected, wrong' }).waitFor()
    await tab.go(`#/event/${id}`)
    for (const reviewer of [ada, bo]) {
      await page.getByLabel('Reviewer').fill(reviewer)
      await page.getByRole('button', { name: 'Withdraw my word' }).click()
      await page.getByText(`${reviewer} has withdrawn it`).waitFor()
    }
    assert.deepEqual((await get(`events/${id}`)).verdicts, [])
    await tab.go('#/review?reviewed=true')
    await page.getByText('No event under these filters').waitFor()
  })

  with_tab('a corrected place and side are chosen, not typed', async (tab, page) => {
    const reviewer = 'Cy ' + size.width
    const event = (await get('events?order=-date&limit=200')).items.find((one) => one.place?.latitude != null && one.actors.length)
    await tab.go(`#/event/${event.id}`)
    const own = page.getByRole('group', { name: 'Your review' })
    await page.getByLabel('Reviewer').fill(reviewer)
    await page.getByRole('button', { name: 'Correct it …' }).click()
    await own.getByRole('button', { name: 'Add a side' }).last().click()
    const side = own.getByRole('group', { name: /^Whom \d/ }).last()
    await side.getByLabel(/^Country/).selectOption({ label: 'Peru' })
    await side.getByLabel(/^Sector 1/).selectOption({ label: 'military' })
    await own.getByLabel('Name of the place').fill('Iquique')
    await page.getByRole('button', { name: 'Save the correction' }).click()
    await page.getByRole('alert').getByText('Choose which').waitFor()
    await own.getByRole('radio', { name: /^Iquique, .*Chile/ }).check()
    await page.getByRole('button', { name: 'Save the correction' }).click()
    await page.locator('li', { hasText: reviewer }).getByText('where: Iquique').waitFor()
    const line = (await (await fetch(on.base + 'api/v1/reviews/export?as=evaluation')).text()).split('\n').filter(Boolean).map((one) => JSON.parse(one))
    const kept = line.flatMap((one) => one.events).find((one) => one.id === event.id)
    assert.equal(kept.place.country, 'CHL')
    assert.ok(Math.abs(kept.place.latitude + 20.2) < 0.5, 'the coordinates are those of Iquique')
    assert.deepEqual([kept.recipients.at(-1).country, kept.recipients.at(-1).sectors], ['PER', ['MIL']])
    await page.getByRole('button', { name: 'Withdraw my word' }).click()
    await page.getByText(`${reviewer} has withdrawn it`).waitFor()
  })
}

// SPDX-License-Identifier: Apache-2.0
// What one can press, drag and type, at both widths: the address follows, the lists follow the address, the way back works.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepsTheRules, makeStore, oneSite, open, query, serve, settled, skip, tabTest, temporary, until, widths } from './harness.mjs'

const on = oneSite()
const get = (path) => on.get(path)

const total = async (page) => Number((await page.locator('.list p.small').first().textContent()).replace(/[^0-9].*$/s, ''))
async function filters(page) {
  const fold = page.getByRole('button', { name: /^Filters/ })
  if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
}
// Runs with a server and a page of its own, which end whatever happens.
async function alone(more, size, run) {
  const own = temporary()
  let running, tab
  try {
    running = await serve(makeStore(own.folder, ['tests/browser/hostile.jsonl']), more(own.folder))
    tab = await open(on.browser, running.address, size)
    await run(tab, tab.page, running)
  } finally {
    await tab?.close()
    await running?.stop()
    own.remove()
  }
}

for (const size of Object.values(widths)) {
  const at = `at ${size.width} pixels`
  const desk = size.width > 900
  const with_tab = (name, run) => tabTest(on, `${name} ${at}`, size, run)

  with_tab('map: brush, keyboard, play, way back', async (tab, page) => {
    await tab.go('#/map')
    const all = await until(() => total(page), (n) => n > 0)
    const chart = page.locator('.time svg')
    await chart.scrollIntoViewIfNeeded()
    const box = await chart.boundingBox()
    await page.mouse.move(box.x + box.width * 0.9, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.95, box.y + 40, { steps: 4 })
    await page.mouse.move(box.x + box.width - 2, box.y + 40, { steps: 4 })
    await page.mouse.up()
    assert.match(await until(() => query(page).get('from'), (day) => day !== null), /^\d{4}-\d\d-\d\d$/)
    const brushed = new URLSearchParams((await page.evaluate(() => location.hash)).split('?')[1]) // the driver hears of a step later than the page
    const said = await get(`events?asserted=true&one_per=event&from=${brushed.get('from')}&to=${brushed.get('to')}&limit=1`)
    assert.ok(said.total > 0 && said.total < all)
    await until(() => total(page), said.total)
    await page.goBack()
    await until(() => query(page).get('from'), null)
    await until(() => total(page), all)

    const handle = page.getByRole('slider', { name: 'First day of the period' })
    await handle.focus()
    await page.keyboard.press('PageUp')
    await until(() => query(page).get('from'), (day) => day !== null)
    await page.keyboard.press('Escape')
    await until(() => query(page).get('from'), null)

    await page.getByRole('button', { name: 'Play' }).click()
    const first = await until(() => query(page).get('from'), (day) => day !== null)
    await until(() => query(page).get('from'), (day) => day > first)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Zoom to period' }).click()
    await until(() => query(page).has('span'), true)
    await page.getByRole('button', { name: 'Whole period' }).click()
    await page.getByRole('button', { name: 'All dates' }).click()
    await until(() => query(page).size, 0)
  })

  with_tab('map: zoom, marks, places', async (tab, page) => {
    await tab.go('#/map')
    await page.locator('.frame .mark').first().waitFor()
    await page.getByRole('button', { name: 'Closer' }).click()
    await until(() => query(page).get('at'), (text) => text !== null)
    await page.getByRole('application').focus()
    await page.keyboard.press('+')
    await page.keyboard.press('ArrowLeft')
    await until(() => Number(query(page).get('at')?.split(',')[2]), (times) => times > 2)
    await page.keyboard.press('0')
    await until(() => query(page).get('at'), null)
    await page.getByRole('button', { name: 'Places' }).click()
    const entry = page.locator('.list button.place', { hasNotText: '+' }).first()
    const events = Number((await entry.locator('.number').first().textContent()).replace(/\D/g, ''))
    const called = (await entry.locator('span').first().textContent()).trim().split(' ')[0]
    await entry.click()
    await until(() => query(page).has('place'), true)
    await until(() => total(page), events)
    await page.getByRole('button', { name: `Remove ${called}` }).click()
    await until(() => query(page).has('place'), false)
    const mark = page.locator('.frame g').first()
    await mark.dispatchEvent('click')
    await until(() => query(page).has('bbox') || query(page).has('place'), true)
  })

  with_tab('filters: status, type, kind, sides, downloads', async (tab, page) => {
    await tab.go('#/map')
    const asserted = await until(() => total(page), (n) => n > 0)
    await filters(page)
    await page.getByRole('button', { name: /^Status/ }).click()
    await page.getByRole('radio', { name: /All/ }).check()
    const all = await until(() => total(page), (n) => n > asserted)
    await page.getByRole('checkbox', { name: /denied/ }).check()
    await until(() => total(page), (n) => n > 0 && n < all)
    assert.equal(query(page).get('status'), 'denied')
    await page.getByRole('radio', { name: /Asserted/ }).check()
    await until(() => total(page), asserted)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Type/ }).click()
    await page.getByRole('checkbox', { name: /^Assault/ }).check()
    await until(() => query(page).get('type'), 'ASSAULT')
    const assaults = await until(() => total(page), (n) => n < asserted)
    assert.equal(assaults, (await get('events?type=ASSAULT&asserted=true&one_per=event&limit=1')).total)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^More/ }).click()
    await page.getByRole('checkbox', { name: 'verbal conflict' }).check()
    await until(() => total(page), 0)
    await page.getByText('No event fits these filters').waitFor()
    await keepsTheRules(tab, 'empty', { axe: false })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear all filters' }).first().click()
    await until(() => total(page), asserted)
    await page.getByRole('button', { name: /^More/ }).first().click() // the list has one too
    await page.getByLabel('Independent sources, at least').fill('2')
    await page.keyboard.press('Enter')
    await until(() => query(page).get('min_sources'), '2')
    await until(() => total(page), (await get('events?asserted=true&one_per=event&min_sources=2&limit=1')).total)
    await page.getByLabel('Independent sources, at least').fill('')
    await page.keyboard.press('Enter')
    await until(() => total(page), asserted)
    await page.keyboard.press('Escape')

    const search = page.getByRole('combobox', { name: /Search/ })
    await search.fill('colom')
    await page.getByRole('option', { name: /Country Colombia/ }).waitFor()
    await search.press('ArrowDown')
    await search.press('Enter')
    await until(() => query(page).get('party'), 'COL')
    await until(() => total(page), (n) => n > 0 && n < asserted)
    await search.fill('airlift')
    await page.getByRole('option', { name: /Document/ }).first().waitFor()

    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Download' }).click()
    for (const format of ['CSV', 'JSON', 'GeoJSON', 'Parquet']) {
      const address = await page.getByRole('link', { name: format, exact: true }).getAttribute('href')
      assert.match(address, /party=COL/)
      const answer = await fetch(new URL(address, on.base))
      assert.equal(answer.status, 200, address)
      await answer.arrayBuffer()
    }
  })

  with_tab('reader: events, why, lexicon, claims, layers', async (tab, page) => {
    const key = (await get('documents?q=Colombia%20closes')).items[0].key
    await tab.go(`#/document/${key}`)
    const pin = page.locator('.pin').first()
    await pin.focus()
    await page.locator('.card.on').first().waitFor()
    await pin.press('Enter')
    await until(() => query(page).has('event'), true)
    if (desk) {
      await page.locator('.because .entry summary').first().click()
      await page.locator('.because .entry dl dt', { hasText: 'trigger' }).first().waitFor()
    } else await page.getByRole('region', { name: /^Event 1/ }).getByText('Confidence').waitFor()
    await pin.press('Enter')
    await until(() => query(page).has('event'), false)
    await page.getByRole('button', { name: /^Claims \d/ }).click()
    await page.locator('.text .claim').first().waitFor()
    await page.getByRole('button', { name: 'Dates' }).click()
    assert.equal(await page.locator('.text .date').count(), 0)
    await page.getByRole('button', { name: 'Dates' }).click()
    assert.ok((await page.locator('.text .date').count()) > 0)
  })

  with_tab('dyads, actors, network, claims, documents', async (tab, page) => {
    await tab.go('#/dyads')
    await page.getByRole('button', { name: 'Actors', exact: true }).click()
    await until(() => query(page).get('level'), 'actor')
    await page.getByLabel('Order').selectOption('worse')
    await page.getByLabel('Trend over').selectOption('365')
    await settled(page)
    await page.locator('.grid a.top').first().click()
    await page.getByRole('heading', { name: 'The events' }).waitFor()
    await page.getByRole('button', { name: 'Year', exact: true }).click()
    await until(() => query(page).get('by'), 'year')
    await settled(page)
    const handle = page.getByRole('slider', { name: 'First day of the period' })
    const first = await handle.getAttribute('aria-valuemin')
    await handle.focus()
    await page.keyboard.press('PageUp')
    await until(() => query(page).has('from'), true)
    await settled(page)
    assert.equal(await handle.getAttribute('aria-valuemin'), first, 'the chart shows the whole time around what was chosen')
    await tab.go('#/actors')
    await page.getByLabel(/Word of a name/).fill('China')
    await page.keyboard.press('Enter')
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'With whom' }).waitFor()
    await tab.go('#/network')
    await page.locator('.picture g').first().dispatchEvent('click')
    await page.getByRole('button', { name: 'All pairs' }).click()
    await tab.go('#/claims')
    await page.getByRole('button', { name: 'Denials' }).click()
    await page.locator('.denies').first().waitFor()
    await page.getByLabel('Whose word').fill('nobody of this name')
    await page.keyboard.press('Enter')
    await page.getByText('No claim fits').waitFor()
    await page.getByLabel('Whose word').fill('')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Later reported' }).click()
    await until(() => query(page).get('later_reported'), 'true')
    await tab.go('#/documents')
    await page.getByLabel('Words of the title').fill('lithium')
    await page.keyboard.press('Enter')
    await until(() => page.locator('main li').count(), 1)
  })

  with_tab('paste a text', async (tab, page) => {
    await tab.go('#/paste')
    const before = (await get('info')).documents
    await page.getByLabel(/An article in English/).fill('Rebels attacked a port in Kenya on 3 May 2023, police said. <img src=x onerror=window.hacked=1> The army denied that soldiers had fled.')
    await page.getByRole('button', { name: 'Code it' }).click()
    await page.locator('.text .event').first().waitFor()
    await keepsTheRules(tab, 'pasted text')
    assert.equal((await get('info')).documents, before, 'nothing was stored')
  })

  with_tab('theme, views by the bar, way back', async (tab, page) => {
    await tab.go('#/map?party=COL')
    await page.getByLabel('Colours of the pages').selectOption('dark')
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme || getComputedStyle(document.documentElement).colorScheme), 'dark')
    await page.reload()
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
    if (!desk) await page.getByRole('button', { name: /^Map/ }).click()
    await page.getByRole('navigation').getByRole('link', { name: 'Claims' }).click()
    await page.getByRole('heading', { name: 'Claims' }).waitFor()
    assert.equal(query(page).get('party'), 'COL', 'filters go along')
    await page.getByRole('button', { name: 'Remove Colombia' }).waitFor()
    await page.getByText('Of the sides and countries that are chosen').waitFor()
    await page.goBack()
    await page.locator('.frame').waitFor()
  })

  with_tab('refusals say what to do, in plain words', async (tab, page) => {
    tab.allow(/status of (4|5)\d\d/)
    await tab.go('#/document/00000000000000000000000000000000')
    const alert = page.getByRole('alert')
    await alert.getByText('There is no such thing in this store').waitFor()
    for (const hash of ['#/document/nonsense', '#/event/zzz', '#/map?quad=9', '#/claims?from=someday', '#/forecast?unit=%5B%5E%5D&as_of=never']) {
      await tab.go(hash)
      await alert.first().waitFor()
      const words = (await alert.allTextContents()).join(' ')
      if (hash.includes('quad=9')) assert.match(words, /asks for quad “9”/)
      assert.doesNotMatch(words, /openapi|\/api\/|\^|\$|\[|GET |curl|--/, hash)
    }
    await tab.go('#/map?type=%3Cscript%3E')
    await page.getByRole('alert').first().waitFor()
    await page.getByRole('alert').first().getByRole('button', { name: 'Clear all filters' }).click()
    await until(() => page.getByRole('alert').count(), 0)
  })
}

test('an ingest runs while pages are open', { skip: skip || (process.env.PAGES_ADDRESS ? 'needs its own server' : false) }, async (context) => {
  const tab = await open(on.browser, on.base, widths.desk)
  context.after(() => tab.close())
  await tab.go('#/map')
  const before = await until(() => total(tab.page), (n) => n > 0)
  const posted = await fetch(on.base + 'api/v1/documents', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: 'news', title: 'Mali expels envoy', published: '2023-05-23', text: 'Mali expelled the French ambassador on Tuesday. Police arrested forty protesters in Bamako.' }),
  })
  assert.equal(posted.status, 200)
  await tab.page.getByRole('button', { name: /new document.*show/ }).click()
  await until(() => total(tab.page), (n) => n > before)
  assert.deepEqual(tab.faults, [])
})

test('a server that is gone is said to be gone', { skip: skip || (process.env.PAGES_ADDRESS ? 'needs its own server' : false) }, () =>
  alone(() => [], widths.phone, async (tab, page, running) => {
    tab.allow(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|Failed to load/)
    await tab.go('#/documents')
    await running.stop()
    await page.getByLabel('Words of the title').fill('fishing')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Is casus serve still running?').waitFor()
  }),
)

test('tokens: log in, read only, log out', { skip: skip || (process.env.PAGES_ADDRESS ? 'needs its own server' : false) }, () => {
  const token = '0123456789abcdef0123456789abcdef'
  const tokens = (folder) => {
    const file = join(folder, 'tokens.txt')
    writeFileSync(file, `read rita ${token}\n`, { mode: 0o600 })
    return ['--tokens', file]
  }
  return alone(tokens, widths.phone, async (tab, page) => {
    tab.allow(/status of 401/)
    await tab.go('#/review')
    await keepsTheRules(tab, 'log in')
    await page.getByLabel('Token').fill('not this one')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('reviews need one of role review').waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    assert.deepEqual(tab.faults, [])
  })
})

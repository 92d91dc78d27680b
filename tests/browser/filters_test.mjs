// SPDX-License-Identifier: Apache-2.0
// Filters do what they say in every view that shows them: claims and documents too, places and words by the search box.
import assert from 'node:assert/strict'
import { keepsTheRules, oneSite, tabTest, widths } from './harness.mjs'

const on = oneSite()

// The list follows the address a moment later: until each of these has the words.
const each = (page, selector, words) =>
  page.waitForFunction(([selector, words]) => {
    const found = [...document.querySelectorAll(selector)]
    return found.length > 0 && found.every((one) => one.textContent.toLowerCase().includes(words))
  }, [selector, words.toLowerCase()])

async function choose(page, text, option) {
  const search = page.getByRole('combobox', { name: /Search/ })
  await search.fill(text)
  await page.getByRole('option', { name: option }).first().click()
}

for (const [name, size] of Object.entries(widths)) {
  const view = (what, run) => tabTest(on, `${what} at ${size.width} pixels`, size, run)
  const items = (page) => page.locator('main li').count()

  view('claims by country, words and holder', async (tab, page) => {
    await tab.go('#/claims?country=BOL&limit=50')
    const said = await on.get('claims?country=BOL&limit=50')
    assert.equal(await items(page), said.items.length)
    await page.getByText('Of the sides and countries that are chosen').waitFor()
    await keepsTheRules(tab, `claims of a country on the ${name}`)
    await tab.go('#/claims')
    const all = await items(page)
    await page.getByLabel('About what').pressSequentially('navy post')
    await page.waitForURL(/words=navy\+post/)
    await each(page, 'main li', 'navy')
    assert.ok((await items(page)) < all)
    await page.getByLabel('About what').fill('')
    await page.waitForURL((url) => !url.href.includes('words='))
    await page.getByRole('button', { name: 'Denials' }).click()
    await page.getByLabel('Whose word').pressSequentially('Bolivia')
    await page.waitForURL(/holder=Bolivia/)
    await page.locator('main li b', { hasText: 'defence ministry' }).first().waitFor()
    await each(page, 'main li .who', 'Bolivia')
  })

  view('documents by the events they tell of, no filters that do nothing', async (tab, page) => {
    await tab.go('#/documents?party=BOL&type=SANCTION')
    const said = await on.get('documents?party=BOL&type=SANCTION')
    assert.ok(said.total > 0)
    assert.equal(await items(page), said.total)
    await page.getByText('those that tell of an event which fits the filters').waitFor()
    await tab.go('#/documents?bbox=0,0,1,1')
    assert.equal(await page.getByText('an area of the map').count(), 0)
    assert.equal(await page.getByText('Not used in this view').count(), 0)
    const fold = page.getByRole('button', { name: /^Filters/ })
    if (await fold.isVisible()) await fold.click()
    await page.getByRole('button', { name: 'Status any' }).waitFor()
    await page.getByLabel('Words of the title or text').fill('envoy home')
    await page.locator('main li', { hasText: 'Lima calls envoy home' }).waitFor()
    await page.waitForFunction(() => document.querySelectorAll('main li').length === 1)
  })

  view('places and words by the search box', async (tab, page) => {
    await tab.go('#/map')
    await choose(page, 'Puno', /Place Puno/)
    await page.waitForURL(/place=\d+/)
    await page.getByRole('button', { name: 'Remove Puno, Peru' }).waitFor()
    const place = new URLSearchParams(page.url().split('?')[1]).get('place')
    const said = await on.get(`events?asserted=true&limit=100&place=${place}`)
    await page.waitForFunction((wanted) => document.querySelectorAll('.list ol > li').length === wanted, Math.min(said.total, 30))
    await page.getByRole('button', { name: 'Clear all' }).first().click()
    await choose(page, 'ambassador', /Words “ambassador”/)
    await page.waitForURL(/words=ambassador/)
    await page.locator('.list li', { hasText: 'recalled its ambassador from Bolivia' }).first().waitFor()
    await each(page, '.list li .words', 'ambassador')
    await keepsTheRules(tab, `words on the ${name}`)
    await tab.go('#/stories?words=ambassador')
    assert.equal(await items(page), (await on.get('stories?q=ambassador')).total)
  })
}

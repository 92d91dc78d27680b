// SPDX-License-Identifier: Apache-2.0
// Codes, names and refusals in plain words; what must not be lost on a phone.
import assert from 'node:assert/strict'
import { keepsTheRules, oneSite, query, tabTest, until, widths } from './harness.mjs'

const on = oneSite()
const get = (path) => on.get(path)

for (const size of Object.values(widths)) {
  const with_tab = (name, run) => tabTest(on, `${name} at ${size.width} pixels`, size, run)

  with_tab('help by key and by menu, with every code', async (tab, page) => {
    await tab.go('#/actors')
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Help', exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Types and modes (PLOVER)' }).waitFor()
    await keepsTheRules(tab, 'help')
    const glossary = await get('glossary')
    const text = await page.locator('main').textContent()
    for (const one of glossary.types) assert.ok(text.includes(one.meaning) && one.modes.every((mode) => text.includes(mode.meaning)), one.code)
    for (const one of glossary.terms) assert.ok(text.includes(one.meaning ?? one.name), `${one.group} ${one.code}`)
    await page.getByLabel('Word or code to find').fill('CAMEO 161')
    await page.getByText(glossary.cameo.find((one) => one.code === '161').meaning).waitFor()
    await page.getByLabel('Word or code to find').fill('')
    await page.getByLabel('Word or code to find').press('?')
    assert.equal(await page.getByLabel('Word or code to find').inputValue(), '?', 'a question mark can be typed')
  })

  with_tab('forecast of two names', async (tab, page) => {
    await tab.go('#/forecast?q=Peru%2C%20Bolivia')
    await page.getByRole('button', { name: /^Will the conflict between Peru and Bolivia intensify/ }).click()
    await page.getByText('How it was read').waitFor()
    await tab.go('#/forecast?unit=Peru%2C%20Bolivia')
    await page.getByRole('button', { name: 'Peru – Bolivia' }).click()
    await until(() => query(page).get('unit'), 'PER|BOL')
    await page.getByLabel('First side').fill('Peru, Bolivia')
    await page.getByLabel('Second side').fill('')
    await page.getByRole('button', { name: 'Forecast', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Peru – Bolivia' }).waitFor()
    assert.doesNotMatch(await page.locator('main').textContent(), /casus (series|forecast)|PER\|BOL|BOL\|PER/)
  })

  with_tab('actors and network show all they have', async (tab, page) => {
    await tab.go('#/actors')
    const table = await page.getByRole('region', { name: 'Actors' }).evaluate((box) => ({ inner: box.scrollWidth, outer: box.clientWidth, heads: [...box.querySelectorAll('thead th')].filter((one) => one.offsetWidth > 0).map((one) => one.textContent) }))
    assert.ok(table.inner <= table.outer, 'no column is cut')
    assert.ok(['Actor', 'Events', 'does', 'is done to', 'Mean'].every((name) => table.heads.includes(name)), table.heads.join())
    await tab.go('#/network')
    const picture = await page.locator('.picture svg').evaluate((svg) => {
      const boxes = [...svg.querySelectorAll('text')].map((one) => one.getBoundingClientRect())
      const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 2 < b.bottom && b.top + 2 < a.bottom
      return { names: boxes.length, marks: svg.querySelectorAll('circle').length, overlaps: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => over(a, b))).length }
    })
    assert.equal(picture.names, picture.marks, 'each side is named or numbered')
    assert.equal(picture.overlaps, 0)
  })
}

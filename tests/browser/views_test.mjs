// SPDX-License-Identifier: Apache-2.0
// Every view at two widths, light on the desk and dark on the phone: it shows what the server says, without errors on the
// console, without serious faults of accessibility, not wider than the window, and no text becomes a script or a link.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepsTheRules, oneSite, open, skip, widths } from './harness.mjs'

const ids = {}
const on = oneSite(async ({ get }) => {
  const find = async (title) => (await get(`documents?q=${encodeURIComponent(title)}`)).items[0]
  ids.colombia = (await find('Colombia closes')).key
  ids.hostile = (await find('expels Ugandan'))?.key
  ids.link = (await find('fishing agreement'))?.key
  const events = (await get(`events?document=${ids.colombia}&asserted=false`)).items
  ids.claimed = events.find((event) => event.claims.length > 0).id
  ids.actor = (await get('actors?limit=1')).items[0].key
  ids.dyad = (await get('dyads?limit=1')).items[0].unit
  const info = await get('info')
  if (info.stories) ids.story = (await get('stories?limit=1')).items[0]?.id
})

const views = () => [
  ['map', 'events'],
  ['map?list=places&status=all', 'Places in sight'],
  [`map?party=COL&from=2019-01-01&to=2023-12-31&quad=4&min_confidence=0.2`, 'Clear all'],
  ['documents', 'Colombia closes border bridge'],
  [`document/${ids.colombia}?event=${ids.claimed}`, 'Why it was coded'],
  [`document/${ids.colombia}?list=claims`, 'Claims'],
  [`event/${ids.claimed}`, 'Who says so, who denies it'],
  ['dyads?level=actor&sort=worse', 'pairs'],
  [`dyad/${encodeURIComponent(ids.dyad)}?by=year`, 'The events'],
  ['actors', 'those with most events first'],
  [`actor/${encodeURIComponent(ids.actor)}`, 'Roles over time'],
  ['network', 'pairs'],
  ['claims?polarity=negative', 'Denials'],
  ['stories', 'Stories'],
  ...(ids.story ? [[`story/${ids.story}`, 'Reports, oldest first']] : []),
  ['forecast?unit=RUS%7CUKR', 'Forecast'],
  ['paste', 'Paste a text'],
  ['review', 'Agreement of two reviewers'],
  ['help', 'Types and modes'],
  ['nonsense', 'There is no such page'],
  ...(ids.hostile ? [[`document/${ids.hostile}`, '<script>window.hacked'], ['documents?words=script', '<script>'], ['claims?publisher=svg', 'Claims']] : []),
]

for (const [name, size] of Object.entries(widths)) {
  test(`views at ${size.width} pixels`, { skip }, async () => {
    const tab = await open(on.browser, on.base, size)
    for (const [hash, says] of views()) {
      await tab.go('#/' + hash)
      await tab.page.locator('body', { hasText: says }).waitFor()
      await keepsTheRules(tab, `${hash} on the ${name}`)
      assert.equal(await tab.page.locator('[role=alert]').count(), 0, `${hash}: ${await tab.page.locator('[role=alert]').allTextContents()}`)
    }
    await tab.close()
  })
}

test('addresses of texts become links only where a browser may follow them', { skip }, async () => {
  if (!ids.hostile) return
  const tab = await open(on.browser, on.base, widths.desk)
  await tab.go(`#/document/${ids.hostile}`)
  await tab.page.getByText('javascript:window.hacked=1', { exact: true }).waitFor()
  assert.equal(await tab.page.getByRole('link', { name: 'source', exact: true }).count(), 0)
  await tab.go(`#/document/${ids.link}`)
  const link = tab.page.getByRole('link', { name: 'source', exact: true })
  assert.equal(await link.getAttribute('href'), 'https://example.org/fishing')
  assert.match(await link.getAttribute('rel'), /noopener/)
  await tab.close()
})

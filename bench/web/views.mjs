// SPDX-License-Identifier: Apache-2.0
// views.mjs ADDRESS: every view of a large store at both widths, held to the rules of the browser tests. Prints how long each took until
// nothing was awaited any more, and what is wrong with it; ends with 1 if something is.
import { keepsTheRules, launch, open, widths } from '../../tests/browser/harness.mjs'

const base = process.argv[2]
const get = async (path) => (await fetch(base + 'api/v1/' + path)).json()
const first = async (path) => (await get(path)).items[0]
const event = await first('events?order=-date&limit=1')
const actor = await first('actors?limit=1')
const pair = await first('dyads?limit=1')
const side = pair.unit.split('|')[0]
const views = [
  'map', 'map?list=places&status=all', `map?party=${side}&from=2018-01-01&to=2020-12-31&quad=4&type=ASSAULT`, 'map?at=30,48,12', 'documents', `document/${event.document.key}?event=${event.id}`, `event/${event.id}`,
  'dyads', 'dyads?level=actor&sort=worse', `dyad/${encodeURIComponent(pair.unit)}`, `dyad/${encodeURIComponent(pair.unit)}?by=week&from=2019-01-01&to=2020-06-30`, 'actors', `actor/${encodeURIComponent(actor.key)}`,
  'network', 'network?level=actor', 'claims', 'stories', `forecast?unit=${encodeURIComponent(pair.unit)}`, 'paste', 'review',
]
// Done: the view stands, no request is under way, and the browser has drawn since.
async function done(page) {
  const deadline = Date.now() + 30000
  for (let still = 0; still < 3; ) {
    if (Date.now() > deadline) throw new Error('was not there after 30 seconds')
    still = await page.evaluate((still) => new Promise((next) => requestAnimationFrame(() => next(window.pending === 0 && document.querySelector('main h1, main h2') ? still + 1 : 0))), still)
  }
}

const browser = await launch()
let faults = 0
for (const [name, size] of Object.entries(widths)) {
  const tab = await open(browser, base, size)
  await tab.page.addInitScript(() => {
    const real = window.fetch
    window.pending = 0
    window.fetch = (...given) => {
      window.pending += 1
      return real(...given).finally(() => (window.pending -= 1))
    }
  })
  for (const hash of views) {
    const began = performance.now()
    let fault = ''
    try {
      await tab.page.goto('about:blank')
      await tab.page.goto(base + '#/' + hash)
      await done(tab.page)
      const took = Math.round(performance.now() - began)
      process.stdout.write(`${name.padEnd(6)}${String(took).padStart(7)} ms  ${hash}\n`)
      await keepsTheRules(tab, hash)
      const refused = await tab.page.locator('[role=alert]').allTextContents()
      if (refused.length) fault = refused.join(' | ')
    } catch (error) {
      fault = error.message
    }
    if (fault) process.stdout.write(`  FAULT ${fault}\n`)
    faults += fault ? 1 : 0
    tab.faults.length = 0
  }
  await tab.close()
}
await browser.close()
process.stdout.write(`${views.length} views at ${Object.keys(widths).length} widths, ${faults} with faults\n`)
process.exit(faults ? 1 : 0)

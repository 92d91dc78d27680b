// SPDX-License-Identifier: Apache-2.0
// measure.mjs ADDRESS ROUNDS: times in the browser as JSON. A thing is done when no request is under way any more and the
// browser has drawn twice since.
import { launch } from '../../tests/browser/harness.mjs'

const [address, rounds] = [process.argv[2], Number(process.argv[3])]
const browser = await launch()
const times = { 'first view': [], brush: [], filter: [] }

async function open() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const real = window.fetch
    window.pending = 0
    window.asked = 0
    window.fetch = (...given) => {
      window.pending += 1
      window.asked += 1
      // The body counts too: an answer is there when it has been read.
      return real(...given).then(
        (response) => {
          const json = response.json.bind(response)
          response.json = () => json().finally(() => (window.pending -= 1))
          return response
        },
        (error) => {
          window.pending -= 1
          throw error
        },
      )
    }
    window.quiet = async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done))
      for (;;) {
        await frame()
        if (window.pending > 0) continue
        await frame()
        if (window.pending === 0) return performance.now()
      }
    }
  })
  return { context, page }
}

for (let round = 0; round < Math.max(3, rounds / 4); round += 1) {
  const { context, page } = await open()
  await page.goto(address + '#/map')
  const done = await page.evaluate(async () => {
    while (!document.querySelector('.frame .mark') || !document.querySelector('.time svg path') || !document.querySelector('.list li')) await new Promise((next) => requestAnimationFrame(next))
    return window.quiet()
  })
  times['first view'].push(done)
  await context.close()
}

const { page } = await open()
await page.goto(address + '#/map')
await page.locator('.list li').first().waitFor()
await page.evaluate(() => window.quiet())
const box = await page.locator('.time svg').boundingBox()
for (let round = 0; round < rounds; round += 1) {
  const [from, to] = [0.05 + 0.9 * ((round * 0.37) % 1), 0.05 + 0.9 * ((round * 0.61 + 0.2) % 1)]
  // A new brush each time: the last one is taken away first, by the button, and not measured.
  const reset = page.getByRole('button', { name: 'All dates' })
  if (await reset.isVisible()) await reset.click()
  await page.evaluate(() => window.quiet())
  await page.mouse.move(box.x + box.width * from, box.y + 30)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * to, box.y + 30, { steps: 6 })
  await page.evaluate(() => {
    window.addEventListener('pointerup', () => (window.began = performance.now()), { once: true, capture: true })
  })
  await page.mouse.up()
  times.brush.push(await page.evaluate(async () => (await window.quiet()) - window.began))
}

const filters = ['type=ASSAULT', 'country=UKR', 'quad=4', 'party=RUS', 'status=all', 'publisher=Herald', 'from=2021-01-01', 'country=SYR&type=PROTEST', 'min_confidence=0.5', 'party=police']
for (let round = 0; round < rounds; round += 1) {
  const hash = '#/map?' + filters[round % filters.length] + (round >= filters.length ? `&to=20${18 + (round % 6)}` : '')
  times.filter.push(
    await page.evaluate(async (hash) => {
      await window.quiet()
      const began = performance.now()
      location.hash = hash
      await new Promise((done) => setTimeout(done))
      return (await window.quiet()) - began
    }, hash),
  )
}
const info = await (await fetch(address + 'api/v1/info')).json()
console.log(JSON.stringify({ events: info.events, browser: browser.version(), times }))
await browser.close()

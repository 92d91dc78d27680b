// SPDX-License-Identifier: Apache-2.0
// screenshots.mjs FOLDER: the map, the reader and a dyad of the example articles as pictures. script/screenshots runs it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launch, makeStore, open, serve, settled, temporary } from '../tests/browser/harness.mjs'

const folder = process.argv[2]
mkdirSync(folder, { recursive: true })
const place = temporary()
const server = await serve(makeStore(place.folder, ['examples/articles']))
const browser = await launch()
try {
  const get = async (path) => (await fetch(server.address + 'api/v1/' + path)).json()
  const article = (await get('documents?q=Colombia%20closes')).items[0].key
  const events = (await get(`events?document=${article}&asserted=false`)).items
  const event = events.find((one) => one.status === 'reported' && one.actors.length && one.recipients.length && one.quad === 4)
  // The pair with most material conflict shows both directions.
  const dyad = (await get('dyads?limit=100')).items.sort((a, b) => b.quad4 - a.quad4)[0]
  const pictures = {
    map: '#/map?span=2019-01-01..2024-12-31',
    reader: `#/document/${article}?event=${event.id}`,
    dyad: `#/dyad/${encodeURIComponent(dyad.unit)}?by=week`,
  }
  const tab = await open(browser, server.address, { width: 1280, height: 800, colorScheme: 'light' })
  for (const [name, hash] of Object.entries(pictures)) {
    await tab.go(hash)
    await tab.page.waitForTimeout(400)
    await settled(tab.page)
    await tab.page.screenshot({ path: join(folder, `${name}.png`) })
  }
} finally {
  await browser.close()
  await server.stop()
  place.remove()
}

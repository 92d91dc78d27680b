// SPDX-License-Identifier: Apache-2.0
// A store with the examples and hostile texts, casus serve on it, Debian's Chromium, and what every page must keep to.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const packages = createRequire(join(root, 'web/package.json'))
const casus = process.env.CASUS ?? join(root, 'build/release/bin/casus')
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))
const axe = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8')

export const widths = { desk: { width: 1280, height: 800, colorScheme: 'light' }, phone: { width: 375, height: 740, colorScheme: 'dark' } }

export function makeStore(folder, inputs = ['examples', 'tests/browser/hostile.jsonl']) {
  const store = join(folder, 'pages.duckdb')
  execFileSync(casus, ['code', ...inputs, '--store', store, '--quiet'], { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] })
  return store
}

// Starts casus serve on a free port; resolves when it names its address.
export async function serve(store, more = []) {
  const child = spawn(casus, ['serve', '--store', store, '--port', '0', '--pages', join(root, 'build/pages'), ...more], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  const address = await new Promise((resolve, reject) => {
    child.stderr.on('data', (bytes) => {
      said += bytes
      const found = said.match(/http:\/\/[^\s/]+\//)
      if (found) resolve(found[0])
    })
    child.on('exit', (status) => reject(new Error(`casus serve ended with ${status}: ${said}`)))
  })
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.removeAllListeners('exit')
      const late = setTimeout(() => child.kill('SIGKILL'), 25000) // the server itself gives its requests twenty seconds
      child.on('exit', () => (clearTimeout(late), resolve()))
      child.kill('SIGTERM')
    })
  return { address, stop, process: child }
}

// What a file of tests runs on: a server, or the one at PAGES_ADDRESS, and a browser.
export async function site() {
  const place = temporary()
  const server = process.env.PAGES_ADDRESS ? null : await serve(makeStore(place.folder))
  const base = server?.address ?? process.env.PAGES_ADDRESS
  const browser = await launch()
  const get = async (path) => (await fetch(base + 'api/v1/' + path)).json()
  const stop = async () => {
    await browser.close()
    await server?.stop()
    place.remove()
  }
  return { base, browser, get, stop }
}

export const skip = chromium ? false : 'Chromium is not installed (script/setup installs it)'

// The site of all tests of a file; its fields are there once a test runs, after `prepare`.
export function oneSite(prepare = () => undefined) {
  const on = {}
  before(async () => {
    if (skip) return
    Object.assign(on, await site())
    await prepare(on)
  })
  after(() => on.stop?.())
  return on
}

// A test with a tab of its own, which ends whatever happens, and on which nothing may go wrong.
export function tabTest(on, name, size, run) {
  test(name, { skip }, async () => {
    const tab = await open(on.browser, on.base, size)
    try {
      await run(tab, tab.page)
      assert.deepEqual(tab.faults, [])
    } finally {
      await tab.close()
    }
  })
}

// The parameters in a page's address.
export const query = (page) => new URLSearchParams(page.url().split('?')[1] ?? '')

export async function launch() {
  return packages('playwright-core').chromium.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'casus-pages-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

// A page that keeps account of what must not happen: errors on the console, dialogs, requests to elsewhere.
export async function open(browser, address, size) {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, colorScheme: size.colorScheme, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(20000)
  const faults = []
  const allowed = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !allowed.some((one) => one.test(message.text()))) faults.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('dialog', (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) faults.push(`request to ${url}`)
  })
  return {
    page,
    faults,
    allow: (pattern) => allowed.push(pattern),
    async go(hash) {
      await page.goto('about:blank')
      await page.goto(address + hash)
      await settled(page)
    },
    close: () => context.close(),
  }
}

// Asks until the answer is, or passes, what is wanted.
export async function until(what, wanted) {
  let seen
  for (const end = Date.now() + 20000; Date.now() < end; ) {
    seen = await what()
    if (typeof wanted === 'function' ? wanted(seen) : seen === wanted) return seen
    await new Promise((done) => setTimeout(done, 50))
  }
  assert.fail(`waited in vain; last seen ${JSON.stringify(seen)}`)
}

// Nothing is being asked for any more, and the view stands.
export async function settled(page) {
  await page.locator('main h1, main h2, main [role=alert]').first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('Asking the store'))
  // The stream of news stays open, so "network idle" never comes; two frames without a change must do.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

// What must hold of whatever is shown.
export async function keepsTheRules(tab, where, options = {}) {
  const { page, faults } = tab
  assert.deepEqual(faults, [], `${where}: faults`)
  const facts = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - window.innerWidth,
    hacked: window.hacked,
    links: [...document.querySelectorAll('[href], [src], [action]')].flatMap((node) => ['href', 'src', 'action'].map((name) => node.getAttribute(name)).filter((value) => value !== null)),
    handlers: [...document.querySelectorAll('*')].filter((node) => [...node.attributes].some((attribute) => attribute.name.startsWith('on'))).length,
  }))
  assert.ok(facts.wide <= 0, `${where}: ${facts.wide} pixels wider than the window`)
  assert.equal(facts.hacked, undefined, `${where}: a text ran as a script`)
  assert.equal(facts.handlers, 0, `${where}: an element with a handler of a text`)
  for (const link of facts.links) assert.match(link, /^(#|\.?\/|https?:\/\/|blob:|data:image)/, `${where}: link to ${link}`)
  if (options.axe === false) return
  await page.evaluate(axe)
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
  const serious = result.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
  assert.deepEqual(
    serious.map((one) => `${one.id}: ${one.help} at ${one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.failureSummary.split('\n').at(-1)).join(' | ')}`),
    [],
    `${where}: accessibility`,
  )
}

// SPDX-License-Identifier: Apache-2.0
// From claim to report: an event's page lists the reports of that event alone, and says why a claimed one does not count.
import assert from 'node:assert/strict'
import { keepsTheRules, oneSite, tabTest, widths } from './harness.mjs'

const on = oneSite()

const found = async (query, words) => (await on.get(`events?${query}&limit=200`)).items.find((event) => event.words?.includes(words))

for (const [name, size] of Object.entries(widths)) {
  tabTest(on, `reports of an event at ${size.width} pixels`, size, async (tab, page) => {
    const rows = page.locator('section', { hasText: 'From claim to report' }).last().locator('li')
    const recall = await found('type=SANCTION&country=PER', 'recalled its ambassador from Bolivia')
    await tab.go(`#/event/${recall.id}`)
    await page.getByText('2 reports of this event, 2 independent sources').waitFor()
    assert.equal(await rows.count(), recall.told.reports)
    assert.match(await rows.first().innerText(), /10 May 2024[\s\S]*Altiplano Wire states it as fact[\s\S]*first/)
    assert.match(await rows.last().innerText(), /12 May 2024[\s\S]*Sierra Morning states it as fact/)
    for (const row of await rows.all()) assert.doesNotMatch(await row.innerText(), /copy of|April/)

    const attack = await found('type=ASSAULT&status=claimed&country=PER', 'Gunmen attacked a post')
    await tab.go(`#/event/${attack.id}`)
    await rows.first().getByText('leaves it to the word of the navy (Peru)').waitFor()
    await rows.nth(1).getByText('copy of Altiplano Wire’s text').waitFor()
    await rows.nth(2).getByText('states it as fact').waitFor()
    assert.equal(await page.getByText('Nobody’s word').count(), 0)
    await keepsTheRules(tab, `reports on the ${name}`)
    const why = page.getByRole('link', { name: 'on the word of the navy (Peru), which is a party to it' })
    await why.click()
    await page.waitForURL(/list=claims&claim=/)
    await page.locator('.card.on', { hasText: 'navy' }).waitFor()
    assert.equal(await page.locator('.text .claim.on').first().isVisible(), true)
    assert.equal(await page.locator('.card.on').count(), 1, 'the one claim that was asked for')

    await tab.go('#/claims?later_reported=true')
    const first = page.locator('li', { hasText: 'Gunmen attacked a post' }).first()
    await first.getByText(/first stated as fact by Cordillera Press Agency, 7 May 2024, the next day/).waitFor()
  })
}

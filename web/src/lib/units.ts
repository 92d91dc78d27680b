// SPDX-License-Identifier: Apache-2.0
// Units of forecasts ("PER|BOL") as people name them, and back.
import { country, day, named } from './format'
import { glossary } from './glossary.svelte'

const sides = (unit: string) => [...new Set(unit.split('|'))]
const side = (text: string) => text.split('+').map(named).join(', ')
export const unitName = (unit: string) => sides(unit).map(side).join(' – ')

function code(text: string): string {
  const wanted = text.trim().replace(/^the /i, '')
  const folded = wanted.toLowerCase()
  const known = [...(glossary.words?.countries ?? []), ...glossary.group('side')]
  return known.find((one) => [one.code, one.name, country(one.code)].some((name) => name.toLowerCase() === folded))?.code ?? wanted
}
export const isCountry = (text: string) => /^[A-Z]{3}$/.test(code(text))

// What two fields say: "Peru" and "Bolivia", or both in the first, "Peru, Bolivia".
export function unitOf(first: string, second: string): string {
  const given = second.trim() ? [first, second] : first.split(/\s*(?:\||,|–| - | and | against | vs\.? )\s*/i)
  return given.map((text) => text.split('+').map(code).join('+')).filter(Boolean).slice(0, 2).join('|')
}

// The server's reason in words for people: units by their names, without what is to be typed into a shell.
export function plainly(why: string): string {
  const parts = why.split('; ').filter((part) => !/\bcasus\b|--/.test(part))
  return parts.join('; ').replace(/\b[A-Z]{3}(?:[|+][A-Z]{3})+/g, unitName).replace(/\b\d{4}-\d\d-\d\d\b/g, day) || 'The store does not have what this needs.'
}

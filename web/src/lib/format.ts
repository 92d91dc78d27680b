// SPDX-License-Identifier: Apache-2.0
// Numbers, days, names and codes as the reader's own locale writes them.
import { alpha2 } from './country_codes'
import { glossary } from './glossary.svelte'
import type { Claim, Event, Party } from './types'

const locale = navigator.languages?.length ? [...navigator.languages] : undefined

const whole = new Intl.NumberFormat(locale)
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
const signed = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const decimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const list = new Intl.ListFormat(locale, { type: 'conjunction' })

export const count = (value: number) => whole.format(value)
export const brief = (value: number) => short.format(value)
export const intensity = (value: number | null) => (value === null ? '–' : signed.format(value))
export const percent = (value: number) => share.format(value)
export const decimal = (value: number | null) => (value === null ? '–' : decimals.format(value))
export const listed = (values: string[]) => list.format(values)

const plural = new Intl.PluralRules('en')
export const counted = (value: number, one: string, many = one + 's') => `${count(value)} ${plural.select(value) === 'one' ? one : many}`

const days = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
const full = days({ dateStyle: 'medium' })
const month = days({ year: 'numeric', month: 'short' })
const year = days({ year: 'numeric' })
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

export const dayNumber = (text: string) => Date.parse(text.slice(0, 10) + 'T00:00:00Z') / 86_400_000
export const dayText = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10)

function safely(format: Intl.DateTimeFormat, text: string): string {
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : format.format(time)
}

export const day = (text: string | null) => (text === null ? '' : safely(full, text.slice(0, 10)))
export const time = (text: string) => safely(moment, text)

// A period as one would say it: a day, a month, a year, or from when to when.
export function period(from: string | null, to: string | null): string {
  if (from === null || to === null) return from ? `from ${day(from)}` : to ? `until ${day(to)}` : 'no date'
  if (from === to) return day(from)
  const last = new Date(Date.UTC(+from.slice(0, 4), +from.slice(5, 7), 0)).toISOString().slice(0, 10)
  if (from.endsWith('-01-01') && to === from.slice(0, 4) + '-12-31') return safely(year, from)
  if (from.endsWith('-01') && to === last) return safely(month, from)
  try {
    return full.formatRange(Date.parse(from), Date.parse(to))
  } catch {
    return `${from} – ${to}`
  }
}

const steps = { day: full, week: full, month, quarter: month, year }
// The name of a bin of a timeline.
export function bin(from: string, by: string): string {
  const text = safely(steps[by as keyof typeof steps] ?? full, from)
  return by === 'week' ? `week of ${text}` : by === 'quarter' ? `quarter from ${text}` : text
}

const regions = new Intl.DisplayNames(locale, { type: 'region' })
// A country's name in the reader's language; what stands where a country would has its name from the glossary.
export function country(code: string | null | undefined): string {
  if (!code) return ''
  const two = alpha2.get(code)
  return two ? (regions.of(two) ?? code) : glossary.name('side', code)
}

export const types = {
  AGREE: 'Agree', CONSULT: 'Consult', SUPPORT: 'Support', CONCEDE: 'Concede', COOPERATE: 'Cooperate', AID: 'Aid', RETREAT: 'Retreat',
  REQUEST: 'Request', ACCUSE: 'Accuse', REJECT: 'Reject', THREATEN: 'Threaten', PROTEST: 'Protest', SANCTION: 'Sanction',
  MOBILIZE: 'Mobilize', COERCE: 'Coerce', ASSAULT: 'Assault',
} as const
export const type = (value: string | null) => (value ? (types[value as keyof typeof types] ?? value) : 'Untyped')
export const kind = (event: { type: string | null; mode: string | null }) => type(event.type) + (event.mode ? ` · ${event.mode}` : '')

// Type and mode in plain words, for who points at them.
export function kindMeaning(event: { type: string | null; mode: string | null }): string | undefined {
  if (!event.type) return undefined
  const mode = event.mode ? glossary.mode(event.type, event.mode)?.meaning : undefined
  return [glossary.type(event.type)?.meaning, mode && `${event.mode}: ${mode}`].filter(Boolean).join('; ') || undefined
}

export const quad = (number: number) => glossary.name('quad', String(number))
export const verdict = (code: string) => glossary.name('verdict', code)

export const sector = (code: string) => glossary.term('sector', code)?.name ?? glossary.name('imported_sector', code)
// "PER:MIL" in words: "Peru, military".
export const spelled = (codes: { country: string | null; sectors: string[] }) => [country(codes.country), ...codes.sectors.map(sector)].filter(Boolean).join(', ')

// The code of a country that is called so, in the reader's language or in English.
const english = new Intl.DisplayNames('en', { type: 'region' })
export function countryCalled(name: string): string | undefined {
  const wanted = name.trim().toLowerCase()
  return [...alpha2].find(([code, two]) => [country(code), english.of(two)].some((one) => one?.toLowerCase() === wanted))?.[0]
}

// A side as it is called: codes of countries by their names, actors of a key (=PER:MIL:navy) by what it ends with.
export function named(name: string): string {
  if (name.startsWith('=')) {
    const parts = name.slice(1).split(':')
    const called = parts.length > 1 ? parts.at(-1) || name : named(name.slice(1))
    const state = parts.length > 1 ? country(parts[0]) : ''
    return state && !called.toLowerCase().includes(state.toLowerCase()) ? `${called} (${state})` : called
  }
  return /^[A-Z]{3}$/.test(name) ? country(name) : name
}

// Who, with the country where the name does not say it: "soldiers (Chile)".
export function party(one: Pick<Party, 'name' | 'text' | 'country'>): string {
  const name = named(one.name ?? one.text ?? 'somebody')
  const state = country(one.country)
  // Some data say it in the name already: "Police (Norway)".
  return state && !name.includes('(') && !name.toLowerCase().includes(state.toLowerCase()) ? `${name} (${state})` : name
}
export const parties = (some: Party[]) => (some.length ? listed(some.map(party)) : '')

export function place(event: Event['place']): string {
  if (!event) return ''
  const state = country(event.country)
  const name = event.name ?? ''
  return name && state && name.toLowerCase() !== state.toLowerCase() ? `${name}, ${state}` : name || state
}

export const publisher = (name: string | null) => name ?? 'unknown source'
export const holder = (claim: Claim) => claim.holder.name ?? claim.holder.text ?? (claim.holder.kind === 'publisher' ? publisher(claim.document.publisher) : 'unnamed source')
// Whose word, within a sentence: "the navy (Peru)", "Hugo Arce", "a source that is not named".
export function source(claim: { holder: string; country: string | null; kind: string }): string {
  if (claim.kind === 'unnamed') return 'a source that is not named'
  const name = party({ name: claim.holder, text: null, country: claim.country })
  return /^\p{Ll}/u.test(name) && !/^(an?|the|its|his|her|their|one|some|many) /.test(name) ? `the ${name}` : name
}
export const title = (head: { name: string }) => head.name
// What a text without a title is called: its first sentence, cut at a word as the server does it.
export function beginning(text: string, longest = 90): string {
  const words = text.replace(/\s+/g, ' ').trim()
  return words.length <= longest ? words : (words.slice(0, longest + 1).match(/^.{1,90}(?=\s)/)?.[0] ?? words.slice(0, longest)) + ' …'
}

// The address of a text if a browser may follow it, else null: "javascript:" and its like never become links.
export function link(address: string | null): string | null {
  if (!address) return null
  try {
    const url = new URL(address)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
  } catch {
    return null
  }
}

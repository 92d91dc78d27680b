// SPDX-License-Identifier: Apache-2.0
// The filters that all views share, as they stand in the address, and what of them each route of the server takes.
import { here } from './address.svelte'

const ofEvents = [
  'actor', 'recipient', 'party', 'country', 'type', 'quad', 'status', 'publisher', 'from', 'to', 'min_confidence', 'min_sources', 'reviewed', 'story', 'document', 'bbox', 'place', 'words', 'asserted', 'one_per',
]
const without = (...some: string[]) => ofEvents.filter((name) => !some.includes(name))
const taken = {
  events: ofEvents,
  dyads: ofEvents,
  claims: ['actor', 'recipient', 'party', 'country', 'type', 'quad', 'status', 'publisher', 'from', 'to', 'min_confidence', 'min_sources', 'story', 'document', 'place', 'words'],
  stories: ['actor', 'recipient', 'party', 'country', 'type', 'quad', 'status', 'publisher', 'from', 'to', 'min_confidence', 'min_sources', 'place', 'words'],
  documents: ['actor', 'recipient', 'party', 'country', 'type', 'quad', 'status', 'publisher', 'from', 'to', 'min_confidence', 'story', 'place', 'words'],
  actors: without('words'), // its own words are names
  series: ['from', 'to', 'asserted', 'one_per'],
  // The sides are what these views are about.
  dyad: without('actor', 'recipient', 'party'),
  actor: without('party', 'country'),
  nothing: [],
} satisfies Record<string, string[]>
export type Route = keyof typeof taken

// Parameters of the address that are filters; others (what is open, how it is sorted) belong to one view.
export const names = ['actor', 'recipient', 'party', 'country', 'type', 'quad', 'status', 'publisher', 'from', 'to', 'min_confidence', 'min_sources', 'reviewed', 'story', 'document', 'bbox', 'place', 'words', 'one_per']

// Of several reports of one event one counts, unless every report is asked for.
export const everyReport = (query: URLSearchParams) => query.get('one_per') === 'report'

// What people call those whose parameters have other names.
export const filterWords: Record<string, string> = { min_confidence: 'confidence', min_sources: 'sources', bbox: 'area', party: 'side', reviewed: 'review', one_per: 'every report' }

// The status filter: "asserted" where the address names none.
export function statuses(query: URLSearchParams): 'asserted' | 'all' | string[] {
  const given = query.getAll('status')
  return given.length === 0 ? 'asserted' : given.includes('all') ? 'all' : given
}

// What of the filters is to be sent to a route. `more` adds or, with null, takes away.
export function parameters(route: Route, more: Record<string, string | number | null> = {}, query = here.query): URLSearchParams {
  const sent = new URLSearchParams()
  const accepted: readonly string[] = taken[route]
  for (const name of names) {
    if (name === 'status' || name === 'one_per' || !accepted.includes(name)) continue
    for (const value of query.getAll(name)) sent.append(name === 'words' ? 'q' : name, value)
  }
  const status = statuses(query)
  if (accepted.includes('asserted')) sent.set('asserted', String(status === 'asserted'))
  if (accepted.includes('one_per')) sent.set('one_per', everyReport(query) ? 'report' : 'event')
  if (accepted.includes('status') && Array.isArray(status)) for (const one of status) sent.append('status', one)
  for (const [name, value] of Object.entries(more)) {
    if (value === null) sent.delete(name)
    else sent.set(name, String(value))
  }
  return sent
}

export function path(route: string, query: URLSearchParams): string {
  const text = query.toString()
  return `/api/v1/${route}${text ? '?' + text : ''}`
}

export const takes = (route: Route, name: string): boolean => (taken[route] as readonly string[]).includes(name)

// The filters of the address that a route does not take.
export function unused(route: Route): string[] {
  const accepted: readonly string[] = taken[route]
  return names.filter((name) => here.query.has(name) && !accepted.includes(name) && !(name === 'status' && accepted.includes('asserted')))
}

// The filters of the address that a route takes; others wait there for the next view.
export const used = (route: Route): string[] => names.filter((name) => here.query.has(name) && (takes(route, name) || (name === 'status' && takes(route, 'asserted'))))

// The present filters without what belongs to one view, for links to another.
export function kept(more: Record<string, string> = {}): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of names) for (const value of here.query.getAll(name)) query.append(name, value)
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query
}

export function toggle(name: string, value: string) {
  const values = here.query.getAll(name)
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  here.change({ [name]: next.length ? next : null })
}

export const clear = () => here.change(Object.fromEntries(names.map((name) => [name, null])))

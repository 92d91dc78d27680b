// SPDX-License-Identifier: Apache-2.0
// Asking the server, and what a view holds of an answer while it waits for the next one.
import { untrack } from 'svelte'
import type { Problem } from './types'

// A refusal in the server's own words, which are for programs; lib/refusals.ts has those for people.
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly remedy: string | null,
  ) {
    super(detail)
  }
}

// Whatever went wrong, in the shape of the server's own refusals.
export const asRefusal = (error: unknown) => (error instanceof Refusal ? error : new Refusal(0, String(error), null))

async function refusal(response: Response): Promise<Refusal> {
  try {
    const problem = (await response.json()) as Problem
    return new Refusal(response.status, problem.detail || problem.title, problem.remedy)
  } catch {
    return new Refusal(response.status, `The server answered ${response.status} ${response.statusText}`.trim(), null)
  }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal(0, 'The server does not answer', 'Is casus serve still running? Start it again, then try once more.')
  }
  if (!response.ok) throw await refusal(response)
  return response
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await ask(path, { signal: signal ?? null, headers: { Accept: 'application/json' } })).json() as Promise<T>
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  })
  return (response.status === 204 ? undefined : await response.json()) as T
}

// Raised when the reader wants to see what was coded since: every answer on the page is asked for anew.
class Freshness {
  round = $state(0)
}
export const freshness = new Freshness()

export class Answer<T> {
  data = $state.raw<T | null>(null)
  refusal = $state.raw<Refusal | null>(null)
  waiting = $state(true)
  #again = $state(0)

  retry = () => {
    this.#again += 1
  }

  // For use while a component is set up. `path` is read anew whenever what it depends on changes; null asks nothing.
  // The previous answer stays until the next one is there, so that filters do not make the page flicker.
  constructor(path: () => string | null) {
    // Derived, so that a change of the address which does not change this path asks nothing.
    const given = $derived(path())
    $effect(() => {
      const wanted = given
      void freshness.round
      void this.#again
      if (wanted === null) {
        untrack(() => this.#take(null, null))
        return
      }
      const stop = new AbortController()
      this.waiting = true
      get<T>(wanted, stop.signal).then(
        (data) => this.#take(data, null),
        (error) => {
          if (!stop.signal.aborted) this.#take(null, asRefusal(error))
        },
      )
      return () => stop.abort()
    })
  }

  #take(data: T | null, refusal: Refusal | null) {
    this.data = data
    this.refusal = refusal
    this.waiting = false
  }
}

// Pages of a list, one under the other; starts anew when the path changes.
export class List<T> {
  items = $state.raw<T[]>([])
  total = $state<number | null>(null)
  refusal = $state.raw<Refusal | null>(null)
  waiting = $state(true)
  #next = $state.raw<string | null>(null)
  #path: string | null = null
  #stop: AbortController | null = null
  #again = $state(0)

  constructor(path: () => string | null) {
    const given = $derived(path())
    $effect(() => {
      this.#path = given
      void freshness.round
      void this.#again
      untrack(() => this.#fetch(null))
      return () => this.#stop?.abort()
    })
  }

  retry = () => {
    this.#again += 1
  }
  more = () => this.#fetch(this.#next)
  get complete() {
    return this.#next === null
  }

  #fetch(cursor: string | null) {
    this.#stop?.abort()
    if (this.#path === null) {
      this.items = []
      this.waiting = false
      return
    }
    const stop = (this.#stop = new AbortController())
    const path = this.#path + (cursor === null ? '' : (this.#path.includes('?') ? '&' : '?') + `cursor=${encodeURIComponent(cursor)}`)
    this.waiting = true
    get<{ items: T[]; next: string | null; total?: number }>(path, stop.signal).then(
      (page) => {
        this.items = cursor === null ? page.items : [...this.items, ...page.items]
        this.#next = page.next
        this.total = page.total ?? null
        this.refusal = null
        this.waiting = false
      },
      (error) => {
        if (stop.signal.aborted) return
        this.refusal = asRefusal(error)
        this.waiting = false
      },
    )
  }
}

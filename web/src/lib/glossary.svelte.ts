// SPDX-License-Identifier: Apache-2.0
// What codes mean, as the server's tables say. Codes stand for themselves until the answer is there.
import { get } from './api.svelte'
import type { components } from '../generated/api'

export type Words = components['schemas']['glossary']
export type Term = Words['terms'][number]

class Glossary {
  words = $state.raw<Words | null>(null)
  #terms = $derived(new Map((this.words?.terms ?? []).map((one) => [`${one.group} ${one.code}`, one])))
  #types = $derived(new Map((this.words?.types ?? []).map((one) => [one.code, one])))
  #cameo = $derived(new Map((this.words?.cameo ?? []).map((one) => [one.code, one.meaning])))

  // Asked for once; a failure leaves the codes as they are, and the views say what is wrong with the server.
  load() {
    get<Words>('/api/v1/glossary').then(
      (words) => (this.words = words),
      () => undefined,
    )
  }
  group = (name: string): Term[] => (this.words?.terms ?? []).filter((one) => one.group === name)
  term = (group: string, code: string) => this.#terms.get(`${group} ${code}`)
  name = (group: string, code: string): string => this.term(group, code)?.name ?? code
  meaning = (group: string, code: string): string | undefined => this.term(group, code)?.meaning ?? undefined
  type = (code: string) => this.#types.get(code)
  mode = (type: string, code: string) => this.type(type)?.modes.find((one) => one.code === code)
  cameo = (code: string) => this.#cameo.get(code)
}
export const glossary = new Glossary()

// SPDX-License-Identifier: Apache-2.0
// A refusal in words for people: what is the matter and what can be done here. The server's own words are for programs.
import type { Refusal } from './api.svelte'

interface Advice {
  what: string
  todo: string
}
const advice: Record<number, Advice> = {
  0: { what: 'The server does not answer.', todo: 'Is casus serve still running? Start it again, then try once more.' },
  400: { what: 'Something that was asked for cannot be read.', todo: 'Check what was typed in or chosen; if it came with the address of this page, clear all filters.' },
  401: { what: 'You are not logged in any more.', todo: 'Load the page again and log in.' },
  403: { what: 'You may not do that here.', todo: 'Ask who runs the server for the right to.' },
  404: { what: 'There is no such thing in this store, or no longer.', todo: 'Go back to the list and choose another. What was coded anew may stand there under another number.' },
  413: { what: 'That is too much at once.', todo: 'Take a shorter text, fewer filters or a shorter time.' },
  415: { what: 'The server cannot read what was sent.', todo: 'Load the page again, then try once more.' },
  421: { what: 'This address is none of the server’s own.', todo: 'Open the address that casus serve names.' },
  429: { what: 'Too many requests came at once.', todo: 'Wait some seconds, then try again.' },
  431: { what: 'The address of this page is too long.', todo: 'Clear all filters.' },
  501: { what: 'This store has none of that.', todo: 'Other views work.' },
  503: { what: 'The server is busy, or the question takes too long.', todo: 'Try again; a shorter time or a further filter makes it faster.' },
}
const fault: Advice = { what: 'The server made a mistake.', todo: 'Try again. If it comes back, tell who runs the server when it was.' }

export const advise = (refusal: Refusal): Advice => advice[refusal.status] ?? fault

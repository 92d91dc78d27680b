// SPDX-License-Identifier: Apache-2.0
// A text cut where anything that was found in it begins or ends.

export type Layer = 'event' | 'claim' | 'actor' | 'date' | 'place'
export interface Mark {
  start: number
  end: number
  layer: Layer
  // Of an event or a claim its id; of others what a reader is told about them.
  id: string
}
export interface Piece {
  text: string
  marks: Mark[]
  // Events that begin here.
  begins: Mark[]
}

// Offsets of the server count code points, strings of a browser count UTF-16 units.
function units(text: string): (offset: number) => number {
  // Without surrogates both counts are the same.
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => Math.min(offset, text.length)
  const starts: number[] = []
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit)! > 0xffff ? 2 : 1) starts.push(unit)
  return (offset) => starts[offset] ?? text.length
}

export function slicer(text: string): (start: number, end: number) => string {
  const unit = units(text)
  return (start, end) => text.slice(unit(start), unit(end))
}

export function pieces(text: string, marks: Mark[]): Piece[] {
  const unit = units(text)
  const length = text.length
  const placed = marks.map((mark) => ({ mark, from: unit(mark.start), to: Math.min(unit(mark.end), length) })).filter(({ from, to }) => from < to)
  const cuts = [...new Set([0, length, ...placed.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  placed.sort((a, b) => a.from - b.from)
  const out: Piece[] = []
  let open: typeof placed = []
  let next = 0
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [from, to] = [cuts[i]!, cuts[i + 1]!]
    open = open.filter((one) => one.to > from)
    const begins: Mark[] = []
    for (; next < placed.length && placed[next]!.from === from; next += 1) {
      open.push(placed[next]!)
      if (placed[next]!.mark.layer === 'event') begins.push(placed[next]!.mark)
    }
    out.push({ text: text.slice(from, to), marks: open.map((one) => one.mark), begins })
  }
  return out
}

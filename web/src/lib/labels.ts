// SPDX-License-Identifier: Apache-2.0
// Names beside the marks of a picture: none covers another or a mark, and what finds no room gets a number, which a list explains.

export interface Marked {
  key: string
  name: string
  x: number
  y: number
  r: number
}
export interface Label {
  key: string
  text: string
  // The middle of its line.
  x: number
  y: number
  isNumber: boolean
}
interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

const size = 11
const line = 13
const canvas = document.createElement('canvas').getContext('2d')
function width(text: string): number {
  if (!canvas) return text.length * 6.5
  canvas.font = `${size}px ${getComputedStyle(document.body).fontFamily}`
  return canvas.measureText(text).width + 4
}
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
const around = (x: number, y: number, wide: number, high: number): Box => ({ left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 })

// Below, above, beside, at the corners.
const sides = [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]] as const

// Marks from the most important down; room: the picture's width and height.
export function placed(marks: Marked[], room: { width: number; height: number }): Label[] {
  const bodies = marks.map((mark) => around(mark.x, mark.y, 2 * mark.r, 2 * mark.r))
  const taken: Box[] = []
  function fitting(mark: Marked, at: number, text: string): { x: number; y: number } | null {
    const wide = width(text)
    for (const [dx, dy] of sides) {
      const [x, y] = [mark.x + dx * (mark.r + wide / 2), mark.y + dy * (dx ? mark.r * 0.7 + (dx && dy ? line / 2 : 0) : mark.r + line / 2)]
      const box = around(x, y, wide, line)
      const isInside = box.left >= 0 && box.right <= room.width && box.top >= 0 && box.bottom <= room.height
      if (!isInside || taken.some((other) => overlap(box, other)) || bodies.some((body, other) => other !== at && overlap(box, body))) continue
      taken.push(box)
      return { x, y }
    }
    return null
  }
  let numbers = 0
  return marks.map((mark, at) => {
    const own = fitting(mark, at, mark.name)
    if (own) return { key: mark.key, text: mark.name, ...own, isNumber: false }
    numbers += 1
    const text = String(numbers)
    return { key: mark.key, text, ...(fitting(mark, at, text) ?? { x: mark.x, y: mark.y }), isNumber: true }
  })
}

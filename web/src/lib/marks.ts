// SPDX-License-Identifier: Apache-2.0
// How cooperation and conflict look: colour and shape by which prevails. Neither alone carries the meaning.

export type Shape = 'circle' | 'square' | 'diamond'
interface Quads {
  quad1: number
  quad2: number
  quad3: number
  quad4: number
}

// From -1, all conflict, to 1, all cooperation.
export function balance(of: Quads): number {
  const all = of.quad1 + of.quad2 + of.quad3 + of.quad4
  return all === 0 ? 0 : (of.quad1 + of.quad2 - of.quad3 - of.quad4) / all
}

// Neither prevails where the larger part is below three fifths; it is strong from four fifths on.
const even = 0.2
const strong = 0.6

export const shape = (value: number): Shape => (Math.abs(value) <= even ? 'square' : value > 0 ? 'circle' : 'diamond')
export const isStrong = (value: number) => Math.abs(value) >= strong

export function colour(value: number): string {
  if (Math.abs(value) <= even) return 'var(--even)'
  if (value > 0) return isStrong(value) ? 'var(--quad2)' : 'var(--quad1)'
  return isStrong(value) ? 'var(--quad4)' : 'var(--quad3)'
}

// A mean intensity (-10 conflict .. +10 cooperation) on the same scale: half a point is even, four points are strong.
export const ofIntensity = (mean: number | null) => (mean === null || Math.abs(mean) <= 0.5 ? 0 : mean > 0 ? (mean > 4 ? 1 : 0.4) : mean < -4 ? -1 : -0.4)

// The outline of a mark of "radius" r around 0,0; the three shapes have about the same area.
export function outline(form: Shape, r: number): string {
  if (form === 'circle') return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
  if (form === 'square') {
    const h = r * 0.89
    return `M${-h} ${-h}h${2 * h}v${2 * h}h${-2 * h}z`
  }
  const d = r * 1.25
  return `M0 ${-d}L${d} 0 0 ${d} ${-d} 0z`
}

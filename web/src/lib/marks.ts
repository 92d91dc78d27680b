// SPDX-License-Identifier: Apache-2.0
// How cooperation and conflict look: colour by the mean intensity (-10 conflict .. +10 cooperation), shape by its sign.

export type Shape = 'circle' | 'square' | 'diamond'

// Within half a point of zero neither prevails.
export const shape = (mean: number | null): Shape => (mean === null || Math.abs(mean) <= 0.5 ? 'square' : mean > 0 ? 'circle' : 'diamond')

// Five steps; the bounds are a third of the scale apart, near where verbal and material kinds of events part.
export function colour(mean: number | null): string {
  if (mean === null || Math.abs(mean) <= 0.5) return 'var(--even)'
  if (mean > 0) return mean > 4 ? 'var(--quad2)' : 'var(--quad1)'
  return mean < -4 ? 'var(--quad4)' : 'var(--quad3)'
}

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

// SPDX-License-Identifier: Apache-2.0
// The shape of a forecast (docs/forecast.md), and of a question's reading.

export interface Forecast {
  unit?: string
  asof?: string
  abstain?: boolean
  why?: string
  p?: Record<string, number>
  base?: Record<string, number>
  baseline?: Record<string, number>
  count?: Record<string, { mean: number; p10: number; p90: number; previous?: number; threshold?: number }>
  weeks?: number
  drivers?: { name: string; effect: number; words?: string }[]
  similar?: { asof: string; unit: string; before?: number; after?: number; outcome: boolean | number }[]
  reliability?: { from: number; to: number; forecasts: number; mean_p: number; frequency: number }
  model?: string
  trained_until?: string
}

export interface Reading {
  // What was read, in the order in which it is told: actors, region, change, horizon, as-of, …
  read: [string, string][]
  forecasts: Forecast[]
  missing: string | null
}

const isForecast = (value: unknown): value is Forecast => typeof value === 'object' && value !== null && !Array.isArray(value) && ('p' in value || 'abstain' in value)

function told(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return value.map(told).filter(Boolean).join(', ')
  if (typeof value === 'object') {
    const named = (value as Record<string, unknown>).name ?? (value as Record<string, unknown>).label ?? (value as Record<string, unknown>).unit
    return named === undefined ? Object.entries(value).map(([key, one]) => `${key} ${told(one)}`).join(', ') : told(named)
  }
  return String(value)
}

// An answer to a question says how it was read beside, around or above its forecasts; all of it is shown.
export function reading(answer: Record<string, unknown>): Reading {
  const out: Reading = { read: [], forecasts: [], missing: null }
  const own = isForecast(answer) ? answer : null
  if (own) out.forecasts.push(own)
  const ofForecast = new Set(['p', 'base', 'baseline', 'count', 'weeks', 'drivers', 'similar', 'reliability', 'model', 'trained_until', 'abstain', 'why', 'id'])
  const take = (fields: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(fields)) {
      if (own && fields === answer && ofForecast.has(name)) continue
      if (isForecast(value)) out.forecasts.push(value)
      else if (Array.isArray(value) && value.some(isForecast)) out.forecasts.push(...value.filter(isForecast))
      else if ((name === 'reading' || name === 'read') && typeof value === 'object' && value !== null && !Array.isArray(value)) take(value as Record<string, unknown>)
      else if (name === 'missing' || name === 'why') out.missing = told(value) || out.missing
      else if (told(value)) out.read.push([name === 'asof' ? 'as of' : name.replaceAll('_', ' '), told(value)])
    }
  }
  take(answer)
  return out
}

// SPDX-License-Identifier: Apache-2.0
// The shapes of a forecast and of a question's answer (docs/forecast.md).

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

// The answer to a question: how it was read, then a forecast or why there is none.
export interface Answered extends Forecast {
  question: string
  read?: Record<string, string>
  // A question that could be answered.
  instead?: string
}

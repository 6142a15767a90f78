import type { Size } from './city.ts'

/** A demonstration: how big, and by which seed. */
export type Plan = Size & { readonly seed: string; readonly cases: number; readonly days: number }

export const usualPlan: Plan = { seed: '一窗', cases: 2_000, days: 90, citizens: 260, enterprises: 80, clerks: 6 }

import { readFileSync } from 'node:fs'
import type { Scale } from './contract.ts'

/** Levels and labels by version, the newest first; local staff add and remove none. */
const scales = JSON.parse(readFileSync(new URL('../../../data/rating/scales.json', import.meta.url), 'utf8')) as readonly [
  Scale,
  ...Scale[],
]

/** The scale by which ratings are given now. */
export const scale: Scale = scales[0]

/** What labels said in their version; one that no version has is left out. */
export function labelTexts(version: string, codes: readonly string[]): string[] {
  const known = scales.find((one) => one.version === version)?.levels.flatMap(({ labels }) => labels) ?? []
  return codes.flatMap((code) => known.find((label) => label.code === code)?.text ?? [])
}

/** Whether all of these labels belong to the level. */
export function areLabelsOf(level: number, codes: readonly string[]): boolean {
  const own = scale.levels.find((one) => one.level === level)?.labels ?? []
  return codes.every((code) => own.some((label) => label.code === code))
}

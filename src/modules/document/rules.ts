import type { Trust } from './contract.ts'

/**
 * The text of a number 文号 after its shape: `{organ}` the authority's short name, `{year}` four digits, `{n}` without zeros.
 *
 * @throws TypeError when the shape leaves out year or number: two documents would bear the same text
 * @source GB/T 9704-2012 7.2.5
 */
export function numberText(shape: string, organ: string, year: number, n: number): string {
  return numbered(numberFrame(shape, organ, year), n)
}

/** The text of a number with its `{n}` still open. @throws TypeError as `numberText` */
export function numberFrame(shape: string, organ: string, year: number): string {
  if (!shape.includes('{year}') || !shape.includes('{n}')) throw new TypeError(`number shape without year or number: ${shape}`)
  return shape.replaceAll('{organ}', organ).replaceAll('{year}', String(year))
}

/** Fills the number into a frame. */
export function numbered(frame: string, n: number): string {
  return frame.replaceAll('{n}', String(n))
}

/** Where a material came from decides how far it may be trusted. @source 国办函〔2016〕108号 附件 */
export const trustBySource = {
  /** out of the licence store, sealed by its issuer */
  issued: 'A',
  /** seen at a window beside its original */
  window: 'B',
  /** a licence or approval that the applicant uploaded */
  licence: 'C',
  /** written by the applicant */
  own: 'D',
} as const satisfies Record<string, Trust>

export type MaterialSource = keyof typeof trustBySource

/** Whether a decision may rest on a material: an uploaded licence only after it was compared with its original. */
export function isReliable(trust: Trust): boolean {
  return trust !== 'C'
}

/** Every text within a content, for looking at its characters. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsOf)
}

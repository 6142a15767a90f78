import { existsSync, readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { LatestMarks } from './contract.ts'

const file = new URL('../../../data/finder/exam/marks.json', import.meta.url)
let latest: LatestMarks | null | undefined

/** The marks of the last examination, read once; null while none are kept, or not in the shape that is shown. */
export function latestMarks(): LatestMarks | null {
  if (latest === undefined) latest = existsSync(file) ? marksFrom(readFileSync(file, 'utf8')) : null
  return latest
}

/** What is shown of a file of marks. */
function marksFrom(text: string): LatestMarks | null {
  const { recordedOn, takenOn, marks, frozen, bm25 } = JSON.parse(text) as Record<string, Record<string, unknown> | undefined>
  const made = { takenOn: takenOn ?? recordedOn, frozen: shown(frozen ?? marks), bm25: bm25 === undefined ? null : shown(bm25) }
  return Value.Check(LatestMarks, made) ? made : null
}

function shown(marks: Record<string, unknown> | undefined) {
  return { hit1: marks?.hit1, hit3: marks?.hit3 }
}

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Marks } from './exam.ts'

/** Marks of the frozen half as they stood on a day. */
type Recorded = { readonly recordedOn: string; readonly marks: Marks }

/** What may be lost: one point. */
const most = 0.01
/** Fewer are better. */
const bad: readonly string[] = ['refused']
const file = fileURLToPath(new URL('../../../../data/finder/exam/marks.json', import.meta.url))

export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded
}

export function writeRecorded(recorded: Recorded): void {
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`)
}

/** Marks that are worse than those recorded by more than may be lost, by name. @param lost a point unless told */
export function fallenMarks(marks: Marks, recorded: Marks, lost: number = most): string[] {
  return Object.entries(recorded).flatMap(([name, before]) => {
    const now = marks[name as keyof Marks]
    if (before === null || name === 'questions') return []
    const less = bad.includes(name) ? (now ?? 1) - before : before - (now ?? 0)
    return less > lost + 1e-9 ? [name] : []
  })
}

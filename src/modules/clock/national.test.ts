import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nationalNotices } from './national.ts'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../data/calendar/${name}`, import.meta.url), 'utf8'))

test('every notice stands on a paper, and every paper is a notice', () => {
  const { papers } = read('statutory_holidays_2018_2026.json') as { papers: Record<string, string[]> }
  expect(nationalNotices().map((notice) => notice.source)).toEqual(Object.values(papers).flat())
})

test('the day a notice became known agrees with its address, as far as that tells, and with the record of first notices', () => {
  for (const { source, knownOn } of nationalNotices()) {
    const [, year, month, day] = /(20\d\d)-?(\d\d)(?:\/(\d\d))?/.exec(source ?? '') ?? []
    expect(knownOn.slice(0, 7)).toBe(`${year}-${month}`)
    // The notice of 26 January 2020 was put on the page a day later, after it had been on the air.
    if (day !== undefined && knownOn !== '2020-01-26') expect(knownOn.slice(8)).toBe(day)
  }
  const { layers } = read('first_notices.json') as { layers: { year: number; knownFrom: string; replacedOn: string }[] }
  for (const { year, knownFrom, replacedOn } of layers) {
    const known = nationalNotices().flatMap((notice) => (notice.year === year ? notice.knownOn : []))
    expect(known).toEqual([knownFrom, replacedOn])
  }
})

import { expect, test } from 'vitest'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { workdaysLeft } from './left.ts'

const calendar = calendarsOf([nationalNotices()])(null)

test.each([
  { name: 'today is the last day', today: '2026-03-09', lastOn: '2026-03-09', left: 0 },
  { name: 'the last day itself counts, today does not', today: '2026-03-09', lastOn: '2026-03-10', left: 1 },
  { name: 'a weekend between counts nothing', today: '2026-03-06', lastOn: '2026-03-09', left: 1 },
  { name: 'a holiday counts nothing, a make-up day one', today: '2025-09-26', lastOn: '2025-10-11', left: 6 },
  { name: 'three working days too late', today: '2026-03-12', lastOn: '2026-03-09', left: -3 },
])('$name: $left', ({ today, lastOn, left }) => expect(workdaysLeft(today, lastOn, calendar)).toBe(left))

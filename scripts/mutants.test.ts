// The tests that the rules of the clock stand against as mutants, in one file: a mutant starts one worker and loads everything once.
import { expect, test } from 'vitest'

const files = [
  () => import('../src/modules/clock/timers.test.ts'),
  () => import('../src/modules/clock/rules/query.test.ts'),
  () => import('../src/modules/clock/rules/day.test.ts'),
  () => import('../src/modules/clock/rules/warning.test.ts'),
  () => import('../src/modules/clock/rules/silence.test.ts'),
  () => import('../src/modules/clock/rules/replay.test.ts'),
  () => import('../src/modules/clock/rules/calendar.test.ts'),
  () => import('../src/modules/clock/rules/period.test.ts'),
  () => import('../src/modules/clock/rules/hours.test.ts'),
]

// A mutant that breaks while a file is loaded must be seen as found, not as a file without tests.
const broken: unknown[] = []
for (const load of files) await load().catch((error) => broken.push(error))

test('every file of tests loads', () => expect(broken).toEqual([]))

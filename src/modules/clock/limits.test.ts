import { expect, test } from 'vitest'
import { eventName } from './limits.ts'
import { type TimerRule, timerRules } from './rules/index.ts'

test.each(Object.values(timerRules) as readonly TimerRule[])('$code: the event it runs from has a name', ({ startEvent }) => {
  expect(eventName(startEvent)).toMatch(/\p{Script=Han}/u)
})

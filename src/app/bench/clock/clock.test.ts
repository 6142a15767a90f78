import { expect, test } from 'vitest'
import { due } from '../../../modules/clock/index.ts'
import { announcedYears, casesOfStart, compare } from './compare.ts'
import { speeds } from './speed.ts'

// Where it is hard: the eves of long holidays, make-up days, the years announced twice, both ends of what is announced.
const starts = ['2018-01-01', '2019-04-26', '2020-01-22', '2023-09-28', '2026-12-31']

test('on whole start days, every limit and single suspension of the space agrees with the walk', () => {
  expect(announcedYears()).toEqual({ first: 2018, last: 2026 })
  expect(casesOfStart).toBe(223_260)
  expect(compare(starts)).toEqual({ compared: starts.length * casesOfStart, differences: 0, first: null })
})

test('a rule that errs in a single case is found', () => {
  const wrong: typeof due = (period, calendar) => {
    const isTheCase =
      period.limit === 60 && period.suspensions?.[0]?.from === '2026-02-13' && period.suspensions[0].to === '2026-02-20'
    return isTheCase ? due({ ...period, limit: 59 }, calendar) : due(period, calendar)
  }
  const doubtful: typeof due = (period, calendar) => ({ ...due(period, calendar), provisional: true })
  expect(compare(['2026-02-12'], wrong)).toMatchObject({ differences: 1, first: expect.stringContaining('"limit":60') })
  expect(compare(['2026-02-12'], doubtful).differences).toBe(casesOfStart)
})

test('a day outside of the announced years is none to compare', () => expect(() => compare(['2030-01-01'])).toThrow(RangeError))

test('speeds are given with their ratio to what is asked', () => {
  const figures: string[] = []
  speeds(
    {
      seconds: 0.1,
      seed: 1,
      count: null,
      rounds: null,
      isExhaustive: false,
      years: null,
      questions: null,
      isScale: false,
      isFit: false,
      isForced: false,
    },
    ({ figure, value }) => {
      figures.push(figure)
      expect(value).toBeGreaterThan(0)
    },
  )
  expect(figures).toEqual(['due rate', 'due ratio', 'explained, 20 working days rate', 'explained, 20 working days ratio'])
})

import { expect, test } from 'vitest'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Review } from '../contract.ts'
import { refuseGrantOfUnmet } from './conditions.ts'

const met = { condition: 'C1', isMet: true }
const unmet = { condition: 'C2', isMet: false }

test.each<[string, Pick<Review, 'conclusion' | 'findings'>, string[] | null]>([
  ['to grant, all met', { conclusion: 'grant', findings: [met] }, null],
  ['to grant, one not met', { conclusion: 'grant', findings: [met, unmet] }, ['C2']],
  ['to grant, none judged one by one', { conclusion: 'grant' }, null],
  ['to grant, nothing found', { conclusion: 'grant', findings: [] }, null],
  ['to refuse, one not met', { conclusion: 'refuse', findings: [unmet] }, null],
  ['to refuse, all met', { conclusion: 'refuse', findings: [met] }, null],
])('a conclusion agrees with what was found: %s', (_, given, conditions) => {
  const judged = () => {
    try {
      refuseGrantOfUnmet(given)
      return null
    } catch (error) {
      return error instanceof Refusal ? { code: error.kind.code, facts: error.facts, source: error.kind.source } : error
    }
  }
  const refusal = { code: 'approval.condition_unmet', facts: { conditions }, source: '行政许可法 38' }
  expect(judged()).toEqual(conditions === null ? null : refusal)
})

import { expect, test } from 'vitest'
import type { ListedCase } from '../../../modules/casework/contract.ts'
import { isIn, type View, viewNames } from './views.ts'

const today = '2026-03-09'
const office = { organisation: 'X', name: '交通局', canReview: true, canDecide: false, standingIn: [] }

function listed(
  caseId: string,
  state: ListedCase['state'],
  status: 'running' | 'late' | 'suspended' | null,
  dueOn: string | null,
) {
  const clock = status === null ? null : { code: 'PROMISE', name: '承诺', status, remaining: 1, dueOn, isProvisional: false }
  return { caseId, state, clock } as ListedCase
}

test.each([
  { name: 'what I may review', one: listed('a', 'accepted', 'running', '2026-03-12'), views: ['mine', 'all'] },
  { name: 'due today', one: listed('a', 'accepted', 'running', today), views: ['mine', 'due', 'all'] },
  { name: 'late, with somebody else', one: listed('a', 'reviewed', 'late', '2026-03-06'), views: ['due', 'others', 'all'] },
  { name: 'stopped', one: listed('a', 'accepted', 'suspended', null), views: ['stopped', 'all'] },
  { name: 'without a clock', one: listed('a', 'accepted', null, null), views: ['mine', 'all'] },
])('$name stands in its views and in no other', ({ one, views }) => {
  expect((Object.keys(viewNames) as View[]).filter((view) => isIn(view, one, office, today))).toEqual(views)
})

import { expect, test } from 'vitest'
import { type ListedCase, type StateName, stateNames, type TimerView } from '../../../modules/casework/contract.ts'
import { shelvesOf } from './my-cases.ts'
import { wordOf } from './words.ts'

const of = (state: StateName, n = 0): ListedCase => ({
  caseId: `${state}${n}`,
  number: `62010026X${n}`,
  itemCode: 'x',
  itemName: n === 0 ? '道路货物运输经营许可' : '招牌设置',
  organName: null,
  applicantId: 'p',
  applicantName: null,
  state,
  stateName: stateNames[state],
  receivedOn: '2026-03-02',
  dueOn: null,
  promisedOn: null,
  step: null,
  clock: null,
})
const states = Object.keys(stateNames) as StateName[]

test('whoever must act comes first, every state has its shelf, and search goes by number and item', () => {
  const all = shelvesOf(
    states.map((state) => of(state)),
    '',
  )
  expect(all.map(({ shelf, cases }) => [shelf, cases.map(({ state }) => state)])).toEqual([
    ['turn', ['correcting', 'issued']],
    ['others', ['submitted', 'accepted', 'reviewed', 'granted']],
    ['over', ['turnedAway', 'refused', 'declined', 'delivered', 'withdrawn', 'voided']],
  ])
  const found = (q: string) =>
    shelvesOf([of('accepted'), of('accepted', 1)], q).flatMap(({ cases }) => cases.map(({ caseId }) => caseId))
  expect(found(' 26x1')).toEqual(['accepted1'])
  expect(found('货物')).toEqual(['accepted0'])
  expect(found('nothing')).toEqual([])
})

test('a clock that stands still is 暂停计时 only while the case is being handled', () => {
  const held = [{ status: 'suspended' } as TimerView]
  expect(states.filter((state) => wordOf(state, held).word === '暂停计时')).toEqual(['accepted', 'reviewed', 'granted'])
  expect(new Set([...states.map((state) => wordOf(state, []).word), '暂停计时', '草稿']).size).toBe(9)
})

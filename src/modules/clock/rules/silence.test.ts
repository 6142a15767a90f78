import { expect, test } from 'vitest'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { acceptedBySilence, isRenewedBySilence } from './index.ts'

const calendar = calendarsOf([nationalNotices()])(null)

// Received on Thursday 24 September 2026; the five working days are 28, 29, 30 September, 8 and 9 October.
test.each([
  { name: 'on the fifth day the authority may still answer', receipts: [['2026-09-24', null]], today: '2026-10-09', on: null },
  { name: 'after it the case counts from receipt', receipts: [['2026-09-24', null]], today: '2026-10-10', on: '2026-09-24' },
  { name: 'for ever after', receipts: [['2026-09-24', null]], today: '2027-06-01', on: '2026-09-24' },
  { name: 'an answer on the fifth day is in time', receipts: [['2026-09-24', '2026-10-09']], today: '2026-12-01', on: null },
  { name: 'an answer on the sixth is not', receipts: [['2026-09-24', '2026-10-10']], today: '2026-12-01', on: '2026-09-24' },
  {
    name: 'a supply starts five days of its own',
    receipts: [
      ['2026-09-14', '2026-09-16'],
      ['2026-09-24', null],
    ],
    today: '2026-10-09',
    on: null,
  },
  {
    name: 'and silence on it counts from the day the last missing material came in',
    receipts: [
      ['2026-09-14', '2026-09-16'],
      ['2026-09-24', null],
    ],
    today: '2026-10-10',
    on: '2026-09-24',
  },
  {
    name: 'the first receipt left unanswered decides',
    receipts: [
      ['2026-09-01', '2026-09-20'],
      ['2026-09-24', null],
    ],
    today: '2026-10-10',
    on: '2026-09-01',
  },
  { name: 'nothing was received', receipts: [], today: '2026-10-10', on: null },
])('deemed accepted: $name', ({ receipts, today, on }) => {
  const read = receipts.map(([receivedOn, answeredOn]) => ({ receivedOn: receivedOn ?? '', answeredOn: answeredOn ?? null }))
  expect(acceptedBySilence(read, today, calendar)).toBe(on)
})

// The licence ends on 31 October 2026; thirty days before is 1 October.
test.each([
  {
    name: 'on the last day a decision is still possible',
    requestedOn: '2026-10-01',
    decidedOn: null,
    today: '2026-10-31',
    renewed: false,
  },
  {
    name: 'after it the licence counts as renewed',
    requestedOn: '2026-10-01',
    decidedOn: null,
    today: '2026-11-01',
    renewed: true,
  },
  {
    name: 'a decision on the last day is in time',
    requestedOn: '2026-10-01',
    decidedOn: '2026-10-31',
    today: '2026-12-01',
    renewed: false,
  },
  {
    name: 'a decision after it comes too late',
    requestedOn: '2026-10-01',
    decidedOn: '2026-11-01',
    today: '2026-12-01',
    renewed: true,
  },
  { name: 'a late request renews nothing', requestedOn: '2026-10-02', decidedOn: null, today: '2026-11-01', renewed: false },
])('deemed renewed: $name', ({ renewed, today, requestedOn, decidedOn }) =>
  expect(isRenewedBySilence({ requestedOn, decidedOn, expiresOn: '2026-10-31' }, today)).toBe(renewed),
)

test('another law may ask for more or fewer days ahead', () => {
  const renewal = { requestedOn: '2026-10-02', expiresOn: '2026-10-31', decidedOn: null }
  expect(isRenewedBySilence({ ...renewal, leadDays: 29 }, '2026-11-01')).toBe(true)
  expect(isRenewedBySilence({ ...renewal, leadDays: 60 }, '2026-11-01')).toBe(false)
})

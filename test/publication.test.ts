import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import type { GrantList } from '../src/modules/approval/contract.ts'
import { publisher } from '../src/modules/approval/index.ts'
import { apply } from './apply.ts'
import { openHouse, refused, type TestHouse } from './house.ts'

let house: TestHouse
const granted: string[] = []
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  for (const day of ['02', '03', '03']) {
    house.at(`2026-03-${day}T10:00:00+08:00`)
    granted.push(await decide('grant'))
  }
  await decide('refuse')
  await keepUp()
}, 60_000)
afterAll(() => house.close())

const on = (route: string, token: string, id: string, body: object = {}) => house.call(route, { token, params: { id }, body })
const published = (query: object = {}) => house.call<GrantList>('GET /publications', { query })

/** A case of a permit, from application to its decision. */
async function decide(how: 'grant' | 'refuse'): Promise<string> {
  const { citizen, clerk, approver, chief } = house.town
  const { caseId } = await apply(house, citizen)
  await on('POST /cases/:id/accept', clerk, caseId)
  await on('POST /cases/:id/review', approver, caseId, { conclusion: how, opinion: '已经全部审查。' })
  const reasons = { reasons: ['车辆不符合条件。'], basis: ['行政许可法 38'] }
  await on(`POST /cases/:id/${how}`, chief, caseId, how === 'grant' ? { decision: '准予通行。' } : reasons)
  return caseId
}

/** Lets the register read on to the end of the log. */
async function keepUp(): Promise<void> {
  while ((await transaction(house.db, (tx) => sequence(tx))) > 0);
  while ((await follow(house.db, publisher, house.now(), () => {})) > 0);
}

test('what was granted is public, newest first; the name of a person is masked, what was refused is not there', async () => {
  const { grants, next } = await published()
  expect(next).toBeNull()
  expect(grants.map(({ decidedOn }) => decidedOn)).toEqual(['2026-03-03', '2026-03-03', '2026-03-02'])
  expect(grants[0]).toEqual({
    decidedOn: '2026-03-03',
    department: '广东省交通运输厅',
    itemCode: townItems.permit,
    itemName: expect.stringContaining('超限运输'),
    applicantName: expect.stringMatching(/^.\*$/),
    letterNumber: expect.stringMatching(/^粤交许决字〔2026〕\d+号$/),
  })
})

test('page by page each grant stands once, also of one organ or item; odd cursors are refused or empty, never an error', async () => {
  const organ = '11440000006939844R'
  for (const only of [{}, { organisation: organ }, { item: townItems.permit }]) {
    const first = await published({ ...only, limit: 2 })
    const second = await published({ ...only, limit: 2, after: first.next })
    const numbers = [...first.grants, ...second.grants].map(({ letterNumber }) => letterNumber)
    expect(new Set(numbers).size).toBe(3)
    expect(second.next).toBeNull()
  }
  expect((await published({ organisation: '11440000006940116U' })).grants).toEqual([])
  expect((await published({ after: `00000.${granted[0]}` })).grants).toEqual([])
  expect((await published({ after: `99999.${granted[0]}` })).grants).toHaveLength(3)
  expect(await refused(published({ after: 'x' }))).toMatchObject({ code: 'http.bad_shape' })
})

test('read from the start the register is the same; a record that two persons void leaves it', async () => {
  const rows = async () => (await sql`select * from granted_permit order by case_id`.execute(house.db)).rows
  const before = await rows()
  await transaction(house.db, publisher.clear)
  await sql`update follower set position = 0 where name = ${publisher.name}`.execute(house.db)
  await keepUp()
  expect(await rows()).toEqual(before)

  const [caseId = ''] = granted
  await on('POST /cases/:id/void/propose', house.town.chief, caseId, { reason: 'duplicate', explanation: '同一申请人重复提交。' })
  await on('POST /cases/:id/void/confirm', house.town.leader, caseId)
  await keepUp()
  expect((await published()).grants.map(({ decidedOn }) => decidedOn)).toEqual(['2026-03-03', '2026-03-03'])
})

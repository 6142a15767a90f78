import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recall } from '../src/modules/staff/index.ts'
import { apply } from './apply.ts'
import { openHouse, refused, type TestHouse } from './house.ts'

let house: TestHouse
let owner: pg.Client
/** The clerk's account. */
let account: string
beforeAll(async () => {
  house = await openHouse()
  owner = await connected()
  account = (await house.call<{ account: string }>('GET /me', { token: house.town.clerk })).account
})
afterAll(async () => {
  await owner.end()
  await house.close()
})
beforeEach(async () => {
  await owner.query(`update post set from_on = '2026-03-02', until_on = null, ended_at = null where account_id = $1`, [account])
  await owner.query('update session set ended_at = null where account_id = $1', [account])
  await accept((await apply(house, house.town.citizen)).caseId)
  expect(recall(house.town.clerk, house.now())).not.toBeNull() // from here on the clerk is remembered
})

const accept = (caseId: string) =>
  house.call<{ state: string }>('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId } })

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: house.ownerUrl })
  await client.connect()
  return client
}

async function kindsOf(caseId: string): Promise<string[]> {
  const { rows } = await owner.query('select kind from case_event where case_id = $1 order by seq', [caseId])
  return rows.map((row) => row.kind)
}

describe('a right that was taken away is gone at once, although it was remembered', () => {
  const losses: [string, string, string][] = [
    ['the post was ended', 'update post set ended_at = now() where account_id = $1', 'http.not_permitted'],
    [
      'the post is over',
      `update post set from_on = '2020-01-01', until_on = '2020-01-01' where account_id = $1`,
      'http.not_permitted',
    ],
    ['the session was ended elsewhere', 'update session set ended_at = now() where account_id = $1', 'http.not_signed_in'],
  ]

  test.each(losses)('%s before the act', async (_, change, code) => {
    const { caseId } = await apply(house, house.town.citizen)
    await owner.query(change, [account])
    expect(await refused(accept(caseId))).toMatchObject({ code })
    expect(await kindsOf(caseId)).toEqual(['submit'])
  })

  test.each(losses)('%s while the act was under way', async (_, change, code) => {
    const { caseId } = await apply(house, house.town.citizen)
    const other = await connected()
    await other.query('begin')
    await other.query('select from case_state where case_id = $1 for update', [caseId])
    const accepting = refused(accept(caseId))
    await someoneWaits()
    await owner.query(change, [account])
    await other.query('commit')
    await other.end()
    expect(await accepting).toMatchObject({ code })
    expect(await kindsOf(caseId)).toEqual(['submit'])
  })
})

test('a right that was given is there at once, although its lack was remembered', async () => {
  const { caseId } = await apply(house, house.town.citizen)
  await owner.query('update post set ended_at = now() where account_id = $1', [account])
  expect(await refused(accept(caseId))).toMatchObject({ code: 'http.not_permitted' })
  expect(recall(house.town.clerk, house.now())?.actor.grants).toEqual([])
  await owner.query('update post set ended_at = null where account_id = $1', [account])
  expect(await accept(caseId)).toMatchObject({ state: 'accepted' })
})

test('one loses the powers of a post that one stands in for when the post ends', async () => {
  const { rows } = await owner.query('select id from post where account_id = $1', [account])
  const substitute = (await house.call<{ account: string }>('GET /me', { token: house.town.stranger.token })).account
  const before = await owner.query('select version from rights_version where actor = $1', [substitute])
  await owner.query(
    `insert into substitute (id, post_id, account_id, reason, from_on) values (gen_random_uuid(), $1, $2, 'b_post', '2026-03-02')`,
    [rows[0]?.id, substitute],
  )
  const standing = await owner.query('select version from rights_version where actor = $1', [substitute])
  expect(standing.rows).not.toEqual(before.rows)
  await owner.query('update post set ended_at = now() where id = $1', [rows[0]?.id])
  expect((await owner.query('select version from rights_version where actor = $1', [substitute])).rows).not.toEqual(standing.rows)
})

async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rowCount === 1) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

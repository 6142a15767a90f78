import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tasksOf } from '../src/app/assemble.ts'
import { once, sealAll } from '../src/app/following.ts'
import { townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { workJobs } from '../src/kernel/jobs.ts'
import { sweepBlobs } from '../src/modules/document/index.ts'
import { form, giveAll, rareName } from './apply.ts'
import { followingOf } from './following.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

test('what a person said in a case can be erased: it is nowhere any more, and the log is whole', async () => {
  const { citizen, clerk, leader } = house.town
  const secret = rareName()
  const materials = await giveAll(house, citizen, ['M01'])
  const body = { itemCode: townItems.permit, form: { ...form, request: `请为${secret}办理` }, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: citizen.token, body })
  const params = { id: caseId }
  const why = { ground: 'not_competent', reason: `${secret}的事项不属于本机关。`, competentOrgan: '广东省公安厅' }
  const order = { token: leader, params, body: { ground: 'withdrawn_consent' } }
  expect(await refused(house.call('POST /cases/:id/erase', order))).toMatchObject({
    code: 'casework.still_open',
    source: '个人信息保护法 47',
  })
  await house.call('POST /cases/:id/turn-away', { token: clerk, params, body: why })
  await printLetters()
  expect(await placesOf(secret)).not.toEqual([])

  await house.call('POST /cases/:id/erase', order)
  await sweepBlobs(house.db, house.blobs, house.now())
  expect(await placesOf(secret)).toEqual([])
  const { rows } = await transaction(house.db, (tx) =>
    sql<{ n: number }>`select count(*) as n from file where case_id = ${caseId}`.execute(tx),
  )
  expect(rows[0]?.n).toBe(0)
  await sealAll(followingOf(house))
  expect(await verified(house)).toEqual([])
})

test('erasing takes its power', async () => {
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', {
    token: house.town.citizen.token,
    body: { itemCode: townItems.permit, form, materials: [] },
  })
  const order = { params: { id: caseId }, body: { ground: 'wrong_person' } }
  expect(await refused(house.call('POST /cases/:id/erase', { ...order, token: house.town.clerk }))).toMatchObject({
    code: 'http.not_permitted',
  })
})

async function printLetters(): Promise<void> {
  while (await once(followingOf(house)));
  const tasks = tasksOf(house.db, house.blobs, house.now)
  const worker = await workJobs({ url: house.url, tasks, regulars: [], concurrency: 1, onFailed: console.error })
  const waiting = async () => {
    const { rows } = await transaction(house.db, (tx) =>
      sql<{ n: number }>`select count(*) as n from graphile_worker.jobs`.execute(tx),
    )
    return rows[0]?.n
  }
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  await worker.stop()
}

/** Tables, job queue included, in which a text stands somewhere. */
async function placesOf(text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: house.ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const { rowCount } = await client.query(`select from ${name} as row where row::text like $1 limit 1`, [`%${text}%`])
    if (rowCount !== 0) found.push(name)
  }
  await client.end()
  return found
}

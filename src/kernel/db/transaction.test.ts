import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../test/database.ts'
import { closeDatabase, openDatabase, type Tx, transaction } from './index.ts'

test('all of it or nothing', async () => {
  const { db, close } = await freshDatabase()
  const insert = (tx: Tx, name: string) => sql`insert into follower (name, version, position) values (${name}, 1, 0)`.execute(tx)
  const failed = transaction(db, async (tx) => {
    await insert(tx, 'gone')
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  await transaction(db, (tx) => insert(tx, 'kept'))
  const rows = await transaction(db, (tx) => tx.selectFrom('follower').select('name').execute())
  expect(rows).toEqual([{ name: 'kept' }])
  await close()
})

test('what is sent after the end is refused, not done in somebody else’s transaction', async () => {
  const { db, close } = await freshDatabase({ max: 1 })
  let late: Tx | null = null
  await transaction(db, async (tx) => {
    late = tx
  })
  await expect(async () => late && (await sql`select 1`.execute(late))).rejects.toThrow('this transaction has ended')
  await close()
})

test('a connection that broke is not given to anybody else', async () => {
  const { db, ownerUrl, close } = await freshDatabase({ max: 1 })
  const owner = openDatabase({ url: ownerUrl, max: 1 })
  const broken = transaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(owner)
    await sql`select 1`.execute(tx)
  })
  await expect(broken).rejects.toThrow()
  const { rows } = await transaction(db, (tx) => sql<{ one: number }>`select 1 as one`.execute(tx))
  expect(rows).toEqual([{ one: 1 }])
  await closeDatabase(owner)
  await close()
})

test('closing waits for the connections to be gone, whoever used them', async () => {
  const { db, ownerUrl, close } = await freshDatabase()
  const owner = openDatabase({ url: ownerUrl, max: 1 })
  await transaction(db, (tx) => sql`select 1`.execute(tx))
  await close()
  const left = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from pg_stat_activity where datname = current_database() and usename = 'yichuang_app'`.execute(owner)
    return rows[0]?.n
  }
  await expect.poll(left).toBe(0)
  await closeDatabase(owner)
})

test('rows that a write touched are counted', async () => {
  const { db, close } = await freshDatabase()
  const result = await transaction(db, (tx) => tx.updateTable('log_head').set({ position: 7 }).executeTakeFirst())
  expect(result.numUpdatedRows).toBe(1n)
  await close()
})

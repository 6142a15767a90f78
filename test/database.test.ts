import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { freshDatabase } from './database.ts'

test('the application works with a role that can read and write, and can make no table', async () => {
  const { db, close } = await freshDatabase()
  const { rows } = await sql<{
    who: string
    zone: string
  }>`select current_user as who, current_setting('timezone') as zone`.execute(db)
  expect(rows).toEqual([{ who: 'yichuang_app', zone: 'Asia/Shanghai' }])
  await expect(sql`create table own (id int)`.execute(db)).rejects.toThrow(/permission denied/)
  await expect(sql`create temporary table own (id int)`.execute(db)).rejects.toThrow(/permission denied/)
  await expect(sql`delete from migration`.execute(db)).rejects.toThrow(/permission denied/)
  await close()
})

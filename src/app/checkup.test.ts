import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { transaction } from '../kernel/db/index.ts'
import { enqueue } from '../kernel/jobs.ts'
import { nowAt } from '../kernel/now.ts'
import { checkState } from './checkup.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
let base: TestDatabase
let dataDir: string
beforeAll(async () => {
  base = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'yichuang-checkup-'))
})
afterAll(async () => {
  await base.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const ills = async () => {
  const findings = await transaction(base.db, (tx) => checkState(tx, { dataDir }, now))
  return findings.filter((finding) => !finding.isWell).map((finding) => finding.text)
}

test('a new installation has nothing wrong with it', async () => {
  expect(await ills()).toEqual([])
})

test('what stands still is told of: parked streams, jobs given up, a checkpoint file gone or behind, a backup long ago', async () => {
  const { db } = base
  await sql`insert into follower (name, version, position) values ('test.letters', 1, 0)`.execute(db)
  await sql`
    insert into follower_parked (follower, stream, stream_id, from_position, failure, tries, since)
    values ('test.letters', 'case', gen_random_uuid(), 1, 'TypeError', 3, ${now.at})`.execute(db)
  await transaction(db, (tx) => enqueue(tx, [{ name: 'test.job', payload: { id: 1 }, key: 'test.job/1' }]))
  await sql`update graphile_worker._private_jobs set attempts = max_attempts`.execute(db)
  await sql`
    insert into checkpoint (n, from_position, to_position, root, at, hash, key_id, signature)
    values (2, 1, 9, ''::bytea, ${nowAt('2026-03-02T08:00:00+08:00').at}, ''::bytea, 'k', ''::bytea)`.execute(db)
  await sql`
    insert into message (id, recipient_id, channel, template, text, path, effective_on, at, about_stream, about_id, about_seq, state, state_at, next_at)
    select gen_random_uuid(), gen_random_uuid(), 'sms', 'received', 'x', '/x', '2026-03-02', ${now.at}, 'case', gen_random_uuid(), 1,
      'queued', ${now.at}, ${now.at}::timestamptz - n * interval '9 min' from generate_series(1, 2) n`.execute(db)
  writeFileSync(join(dataDir, 'last-backup.json'), JSON.stringify({ at: '2026-02-01T00:00:00Z', folder: '/srv/b' }))
  expect(await ills()).toEqual([
    expect.stringMatching(/^有搁置的后续处理：test\.letters 1 条（TypeError）/),
    expect.stringMatching(/^有失败而放弃的任务：test\.job 1 个/),
    expect.stringMatching(/^有 1 条消息到点十分钟还没有发出/),
    expect.stringMatching(/^检查点文件 .* 不在了/),
    expect.stringMatching(/^上次备份在 29 天前/),
  ])
  writeFileSync(join(dataDir, 'checkpoints.ndjson'), '{"n":1}\n')
  expect(await ills()).toContainEqual(expect.stringMatching(/^检查点文件只写到第 1 个，数据库里已有 2 个/))
  writeFileSync(join(dataDir, 'checkpoints.ndjson'), '{"n":1}\n{"n":2}\n')
  expect((await ills()).filter((text) => text.startsWith('检查点'))).toEqual([])
})

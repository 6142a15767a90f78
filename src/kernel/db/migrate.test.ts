import { createHash } from 'node:crypto'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { withDatabase } from '../../../test/cluster.ts'
import { newId } from '../ids.ts'
import { appUrlOf } from './app-role.ts'
import { type Migration, migrate, migrations, missingSteps } from './migrate.ts'
import { ensurePartitions, firstIdOf, partitionOf } from './partitions.ts'

let made = 0

async function emptyDatabase(): Promise<string> {
  const { url, template } = inject('cluster')
  const name = `${template}_${process.pid}_empty_${++made}`
  await ask(url, `create database ${name} encoding 'UTF8' template template0`)
  return withDatabase(url, name)
}

async function ask(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

function step(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

const one = step('0001_one.sql', 'create table one (id int primary key); grant select on one to yichuang_app;')
const two = step('0002_two.sql', 'insert into one values (1), (2);')

test('each step is applied once, in order', async () => {
  const url = await emptyDatabase()
  expect(await migrate(url, { year: 2026, steps: [one] })).toEqual(['0001_one.sql'])
  expect(await migrate(url, { year: 2026, steps: [one, two] })).toEqual(['0002_two.sql'])
  expect(await migrate(url, { year: 2026, steps: [one, two] })).toEqual([])
  expect(await ask(url, 'select count(*)::int from one')).toEqual([[2]])
})

test('starts that come at the same moment wait for each other', async () => {
  const url = await emptyDatabase()
  const applied = await Promise.all([1, 2, 3].map(() => migrate(url, { year: 2026, steps: [one, two] })))
  expect(applied.flat().sort()).toEqual(['0001_one.sql', '0002_two.sql'])
})

test('a step that was changed after it was applied is refused by name', async () => {
  const url = await emptyDatabase()
  await migrate(url, { year: 2026, steps: [one] })
  await expect(migrate(url, { year: 2026, steps: [step('0001_one.sql', `${one.sql} `)] })).rejects.toThrow(
    /0001_one\.sql.*改动过/,
  )
})

test('a database of a later release is refused', async () => {
  const url = await emptyDatabase()
  await migrate(url, { year: 2026, steps: [one, two] })
  await expect(migrate(url, { year: 2026, steps: [one] })).rejects.toThrow(/更新的版本（0002_two\.sql）/)
})

test('a step that fails leaves nothing behind and is named with its line', async () => {
  const url = await emptyDatabase()
  const broken = step('0002_broken.sql', 'create table half (id int);\n\nselect wrong from one;')
  await expect(migrate(url, { year: 2026, steps: [one, broken] })).rejects.toThrow(/0002_broken\.sql 执行失败：第 3 行/)
  expect(await ask(url, `select to_regclass('half') is null, (select count(*)::int from migration)`)).toEqual([[true, 1]])
})

test('the role of the application may work with rows and change no table', async () => {
  const url = await emptyDatabase()
  const { appPassword } = inject('cluster')
  await migrate(url, { year: 2026, steps: [one], appPassword })
  const app = appUrlOf(url, appPassword)
  expect(await ask(app, 'select count(*)::int from one')).toEqual([[0]])
  for (const statement of [
    'create table mine (id int)',
    'drop table one',
    'delete from one',
    'create temporary table mine (id int)',
  ]) {
    await expect(ask(app, statement), statement).rejects.toThrow(/permission denied|must be owner/)
  }
})

test('an owner of the database who may make roles is enough', async () => {
  const { url, template } = inject('cluster')
  const keeper = `${template}_${process.pid}_keeper`
  await ask(url, `create role ${keeper} login createrole password 'only-in-tests'`)
  if ((await ask(url, `select current_setting('server_version_num')::int >= 160000`))[0]?.[0] === true)
    await ask(url, `grant yichuang_app to ${keeper} with admin option`) // from 16 on, who did not make a role needs this to change it
  const database = await emptyDatabase()
  await ask(url, `alter database ${new URL(database.replace('@/', '@host/')).pathname.slice(1)} owner to ${keeper}`)
  const asKeeper = database.replace(/^(postgres(?:ql)?:\/\/)[^/]*@/, `$1${keeper}:only-in-tests@`)
  expect(await migrate(asKeeper, { year: 2026 })).toEqual(migrations().map(({ name }) => name))
  await ask(database, `reassign owned by ${keeper} to current_user; drop owned by ${keeper}; drop role ${keeper}`)
})

test('no two steps of this release have the same number, and a fresh database has them all', async () => {
  const steps = migrations()
  expect(new Set(steps.map(({ name }) => name.slice(0, 4))).size).toBe(steps.length)
  const url = await emptyDatabase()
  await migrate(url, { year: 2026, appPassword: inject('cluster').appPassword })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  expect(await missingSteps(client)).toEqual([])
  await client.query(`update migration set checksum = 'x' where name = $1`, [steps.at(-1)?.name ?? ''])
  expect(await missingSteps(client)).toEqual(steps.slice(-1).map(({ name }) => name))
  await client.end()
})

test('cases find the partition of their year, from its first millisecond to its last', async () => {
  const url = await emptyDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  expect(await ensurePartitions(client, 2026)).toEqual([])
  await client.query(
    'create table case_event (case_id uuid not null, seq int not null, primary key (case_id, seq)) partition by range (case_id)',
  )
  expect(await ensurePartitions(client, 2026)).toEqual([2025, 2026, 2027, 2028, 2029].map(partitionOf))
  expect(await ensurePartitions(client, 2026)).toEqual([])
  expect(await ensurePartitions(client, 2027)).toEqual([partitionOf(2030)])
  for (const [at, partition] of [
    ['2025-12-31T23:59:59.999Z', 'case_event_2025'],
    ['2026-01-01T00:00:00.000Z', 'case_event_2026'],
    ['2026-12-31T23:59:59.999Z', 'case_event_2026'],
    ['2027-01-01T00:00:00.000Z', 'case_event_2027'],
  ] as const) {
    const { rows } = await client.query('insert into case_event values ($1, 1) returning tableoid::regclass::text as name', [
      newId(new Date(at)),
    ])
    expect(rows).toEqual([{ name: partition }])
  }
  await client.end()
  expect(firstIdOf(2026)).toBe('019b76da-a800-0000-0000-000000000000')
})

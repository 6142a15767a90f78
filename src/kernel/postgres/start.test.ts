import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPostgres, startPostgres } from './index.ts'
import { gone } from './processes.ts'

const settings = { fsync: 'off', shared_buffers: '16MB' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), '一窗 启动-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function ask(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const reply = await client.query({ text: statement, rowMode: 'array' })
    return reply.rows
  } finally {
    await client.end()
  }
}

test('it starts in a folder with a space and Chinese, listens on no port, and keeps what was committed', async () => {
  const dataDir = join(folder, '数据 目录')
  const server = await startPostgres({ dataDir, settings })
  expect(findPostgres(dataDir)?.pid).toBe(server.pid)
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  expect(
    await ask(
      server.url,
      `select current_setting('listen_addresses'), current_database(), datlocprovider from pg_database where datname = 'yichuang'`,
    ),
  ).toEqual([['', 'yichuang', 'b']])
  await ask(server.url, 'create table kept as select 1')
  await server.stop()
  expect(findPostgres(dataDir)).toBeNull()

  const again = await startPostgres({ dataDir, settings })
  expect(again.url).toBe(server.url)
  expect(await ask(again.url, 'select count(*)::int from kept')).toEqual([[1]])
  await again.stop()
})

test('a path too long for a socket puts the socket into the temporary folder', async () => {
  const dataDir = join(folder, '很长的目录名'.repeat(8))
  const server = await startPostgres({ dataDir, settings })
  expect(server.socketDir.startsWith(dataDir)).toBe(false)
  expect(await ask(server.url, 'select 1')).toEqual([[1]])
  await server.stop()
  expect(existsSync(server.socketDir)).toBe(false)
})

test('a second start on the folder is refused in one sentence', async () => {
  const server = await startPostgres({ dataDir: folder, settings })
  await expect(startPostgres({ dataDir: folder, settings })).rejects.toThrow(/不能再启动一个。$/)
  expect(await ask(server.url, 'select 1')).toEqual([[1]])
  await server.stop()
})

test('what a person said never reaches the log of the server', async () => {
  const server = await startPostgres({ dataDir: folder, settings })
  await ask(server.url, 'create table person (name text primary key)')
  await ask(server.url, `insert into person values ('王小明')`)
  await expect(ask(server.url, `insert into person values ('王小明')`)).rejects.toThrow(/duplicate key/)
  await expect(ask(server.url, `select '王小明'::int`)).rejects.toThrow(/invalid input/)
  await server.stop()
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toContain('王小明')
})

test('when the server dies one is told, and the next start finds what was committed', async () => {
  const server = await startPostgres({ dataDir: folder, settings })
  await ask(server.url, 'create table kept as select 1')
  const told = new Promise<void>((resolve) => server.onExit(resolve))
  process.kill(server.pid, 'SIGKILL')
  await told
  const again = await startPostgres({ dataDir: folder, settings })
  expect(await ask(again.url, 'select count(*)::int from kept')).toEqual([[1]])
  await again.stop()
})

test('a server whose starter was killed is replaced', async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    const server = await startPostgres({ dataDir: ${JSON.stringify(folder)}, settings: ${JSON.stringify(settings)} })
    console.log(server.pid)
    setInterval(() => {}, 1_000)`
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(starter.stdout, 'data')
  const pid = Number(line)
  starter.kill('SIGKILL')
  await once(starter, 'close')
  expect(findPostgres(folder)?.pid).toBe(pid)

  const server = await startPostgres({ dataDir: folder, settings })
  expect(await gone(pid, 0)).toBe(true)
  expect(await ask(server.url, 'select 1')).toEqual([[1]])
  await server.stop()
})

test('neither half a cluster nor a process number used again stands in the way', async () => {
  mkdirSync(join(folder, 'pg.new'))
  writeFileSync(join(folder, 'pg.new', 'PG_VERSION'), '')
  const first = await startPostgres({ dataDir: folder, settings })
  await first.stop()
  writeFileSync(join(folder, 'pg', 'postmaster.pid'), `${process.pid}\n${folder}/pg\n1\n5432\n${folder}/run\n\n\nready\n`)
  expect(findPostgres(folder)).toBeNull()
  const server = await startPostgres({ dataDir: folder, settings })
  expect(await ask(server.url, 'select 1')).toEqual([[1]])
  await server.stop()
})

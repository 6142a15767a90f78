import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findHolder, findPostgres } from '../src/kernel/postgres/index.ts'
import { withDatabase } from './cluster.ts'

const program = fileURLToPath(new URL('../bin/yichuang', import.meta.url))

let folder: string
const started = new Set<ChildProcess>()
beforeAll(() => {
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), '一窗 运行-'))
})
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  for (const name of readdirSync(folder)) {
    const left = findPostgres(join(folder, name))
    if (left !== null) process.kill(left.pid, 'SIGQUIT')
  }
  await new Promise((resolve) => setTimeout(resolve, 300))
  rmSync(folder, { recursive: true, force: true })
})

type Run = { readonly child: ChildProcess; said(): string; line(pattern: RegExp): Promise<string>; ended: Promise<number | null> }

function yichuang(words: readonly string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a terminal of its own: signals reach this process alone
  })
  started.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  void ended.then(() => started.delete(child))
  const line = async (pattern: RegExp): Promise<string> => {
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 20) {
      const match = pattern.exec(text)
      if (match !== null) return match[1] ?? match[0]
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`${pattern} did not come; it said: ${text}`)
  }
  return { child, said: () => text, line, ended }
}

const address = /一窗已启动：(http:\S+)/
const afterRestart = /一窗已启动.*一窗已启动：(http:\S+)/s

async function health(url: string): Promise<number> {
  return fetch(`${url}/api/health`).then(
    (reply) => reply.status,
    () => 0,
  )
}

async function becomes(url: string, status: number): Promise<void> {
  for (let waitedMs = 0; (await health(url)) !== status; waitedMs += 50) {
    if (waitedMs > 60_000) throw new Error(`health of ${url} does not become ${status}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The process of this name; the worker comes a little after the server. */
async function holder(dataDir: string, name: string): Promise<number> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 20) {
    const pid = findHolder(join(dataDir, `${name}.lock`))
    if (pid !== null) return pid
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`no ${name} holds ${dataDir}`)
}

async function vanish(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    for (let waitedMs = 0; isAlive(pid); waitedMs += 20) {
      if (waitedMs > 10_000) throw new Error(`process ${pid} stays`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('the platform starts, refuses a second one on its folder, comes back whatever dies, and ends cleanly', async () => {
  const dataDir = join(folder, '数据 一')
  const env = { YICHUANG_DATA: dataDir }
  const platform = yichuang(['serve'], env)
  const url = await platform.line(address)
  expect(await health(url)).toBe(200)

  const second = yichuang(['serve'], env)
  expect(await second.ended).toBe(1)
  expect(second.said()).toMatch(/^\S+ .*不能再启动一个。\n$/)

  const asked = yichuang(['db', 'url'], env)
  expect(await asked.ended).toBe(0)
  const database = new pg.Client({ connectionString: asked.said().trim() })
  await database.connect()
  database.on('error', () => {}) // it is about to be killed
  expect((await database.query('select rolsuper from pg_roles where rolname = current_user')).rows).toEqual([{ rolsuper: true }])

  process.kill(findPostgres(dataDir)?.pid ?? 0, 'SIGKILL')
  await platform.line(/数据库意外停止/)
  await becomes(url, 200)
  process.kill(await holder(dataDir, 'worker'), 'SIGKILL')
  await platform.line(/后台进程意外停止/)
  process.kill(await holder(dataDir, 'server'), 'SIGKILL')
  const next = await platform.line(afterRestart)
  expect(await health(next)).toBe(200)

  const pids = [findPostgres(dataDir)?.pid ?? 0, await holder(dataDir, 'server')]
  platform.child.kill('SIGTERM')
  expect(await platform.ended).toBe(0)
  await vanish(pids)
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.lock'))).toEqual(
    expect.not.arrayContaining(['serve.lock', 'postgres.lock']),
  )
}, 180_000)

test('after a SIGKILL of the parent its children end, and the next start takes over from the database left behind', async () => {
  const dataDir = join(folder, '数据 二')
  const env = { YICHUANG_DATA: dataDir }
  const asked = yichuang(['db', 'url'], env) // nothing runs yet: the database is started and stays
  expect(await asked.ended).toBe(0)
  const before = findPostgres(dataDir)?.pid ?? 0
  expect(isAlive(before)).toBe(true)

  const first = yichuang(['serve'], env)
  await first.line(address)
  await vanish([before])
  const children = await Promise.all(['server', 'worker'].map((name) => holder(dataDir, name)))
  const left = findPostgres(dataDir)?.pid ?? 0
  first.child.kill('SIGKILL')
  await vanish(children)
  expect(isAlive(left)).toBe(true)
  const next = yichuang(['serve'], env)
  const url = await next.line(address)
  await vanish([left])
  expect(await health(url)).toBe(200)

  const looked = yichuang(['doctor'], env)
  await looked.ended
  expect(looked.said()).toMatch(/好 {2}数据库结构与本版本一致/)
  next.child.kill('SIGINT')
  expect(await next.ended).toBe(0)
  expect(findPostgres(dataDir)).toBeNull()
}, 180_000)

test('on a server of its own the platform works as a role without rights, with a password only it knows', async () => {
  const { url: server, template, appPassword } = inject('cluster')
  const name = `${template}_${process.pid}_own`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name} encoding 'UTF8' template template0`)
  const dataDir = join(folder, '数据 三')
  mkdirSync(join(dataDir, 'keys'), { recursive: true })
  writeFileSync(join(dataDir, 'keys', 'app-role'), appPassword) // the role is one for the whole server: the other tests need it to stay so
  const platform = yichuang(['serve'], { YICHUANG_DATA: dataDir, DATABASE_URL: withDatabase(server, name) })
  expect(await health(await platform.line(address))).toBe(200)
  expect(existsSync(join(dataDir, 'pg'))).toBe(false)
  const { rows } = await admin.query('select distinct usename from pg_stat_activity where datname = $1', [name])
  expect(rows).toEqual([{ usename: 'yichuang_app' }])
  const environment = readFileSync(`/proc/${await holder(dataDir, 'server')}/environ`, 'utf8')
  expect(environment).not.toContain(withDatabase(server, name))
  await admin.end()
  platform.child.kill('SIGTERM')
  expect(await platform.ended).toBe(0)
}, 180_000)

test.each([
  { name: 'a wrong port', env: { PORT: 'x' }, words: ['serve'], code: 2, says: /^PORT .*。\n$/ },
  {
    name: 'a setting that does not exist',
    env: { YICHUANG_DATEN: 'x' },
    words: ['serve'],
    code: 2,
    says: /^没有 YICHUANG_DATEN .*。\n$/,
  },
  { name: 'an unknown command', env: {}, words: ['servieren'], code: 2, says: /^没有“servieren”这个命令.*。\n$/ },
])('$name is refused in one sentence', async ({ env, words, code, says }) => {
  const run = yichuang(words, { YICHUANG_DATA: join(folder, '无'), ...env })
  expect(await run.ended).toBe(code)
  expect(run.said()).toMatch(says)
})

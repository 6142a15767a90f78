import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findHolder, lockFile } from './lock.ts'
import { processMark } from './processes.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-lock-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the second to come is refused until the first gives the lock back', () => {
  const path = join(folder, 'a')
  const unlock = lockFile(path, '已在使用。')
  expect(findHolder(path)).toBe(process.pid)
  expect(() => lockFile(path, '已在使用。')).toThrow('已在使用。')
  unlock()
  expect(existsSync(path)).toBe(false)
  const again = lockFile(path, '已在使用。')
  unlock() // the first holder has nothing to give back any more
  expect(findHolder(path)).toBe(process.pid)
  again()
})

test.each([
  ['of a process that is gone', () => '999999999 gone 0'],
  ['of an earlier process with the same number', () => `${process.pid} ${processMark(process.pid)}9 0`],
  ['that makes no sense', () => ''],
])('a lock %s is taken over', (_name, held) => {
  const path = join(folder, 'b')
  writeFileSync(path, held())
  lockFile(path, '已在使用。')()
})

test('of many who find a dead holder at the same moment, one gets the lock', async () => {
  const path = join(folder, 'c')
  writeFileSync(path, '999999999 gone 0')
  const script = `
    import { lockFile } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
    console.log('ready')
    process.stdin.once('data', () => {
      try { lockFile(${JSON.stringify(path)}, 'taken'); console.log('won') } catch (error) { console.log(error.message) }
    })`
  const racers = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    return { child, line: async () => String((await once(child.stdout, 'data'))[0]).trim() }
  })
  await Promise.all(racers.map(({ line }) => line()))
  const lines = racers.map(({ line }) => line())
  for (const { child } of racers) child.stdin.write('go')
  const outcomes = await Promise.all(lines)
  for (const { child } of racers) child.stdin.end() // only now: who has won holds the lock until it ends
  expect(outcomes.sort()).toEqual(['taken', 'taken', 'taken', 'won'])
  expect(readFileSync(path, 'utf8')).not.toContain('gone')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCrash } from '../src/app/bench/crash/index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-crash-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('whatever process is killed, no acknowledged act is lost, none is done twice, and the log is whole', async () => {
  const { acknowledged, kills, wrong } = await runCrash(folder, { rounds: 2, seconds: 10, callers: 20, seed: 1 })
  expect(wrong).toEqual([])
  expect(acknowledged).toBeGreaterThan(20)
  expect(kills).toBeGreaterThanOrEqual(6)
}, 300_000)

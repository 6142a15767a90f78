import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layOut } from '../src/app/pack.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

let folder: string
let program: string
let env: Record<string, string>
beforeAll(() => {
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), '一窗 打包-'))
  program = join(folder, 'yichuang')
  layOut(root, program)
  mkdirSync(join(folder, 'bin'))
  symlinkSync(process.execPath, join(folder, 'bin', 'node'))
  // what root needs to start a database as somebody else
  for (const name of ['id', 'unshare'])
    if (existsSync(`/usr/bin/${name}`)) symlinkSync(`/usr/bin/${name}`, join(folder, 'bin', name))
  const nowhere = 'http://127.0.0.1:9'
  env = { PATH: join(folder, 'bin'), HOME: folder, npm_config_registry: nowhere, HTTPS_PROXY: nowhere, PORT: '0' }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what is packed starts in a folder with a space and Chinese, with nothing on its path but Node, no npm and no network', async () => {
  execFileSync(process.execPath, ['scripts/setup.mjs'], { cwd: program, env }) // would fail if it had anything to install
  const dataDir = join(program, '.data')
  const platform = spawn(process.execPath, ['bin/yichuang', 'serve'], { cwd: program, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(platform, 'close')
  try {
    let said = ''
    const address = await new Promise<string>((resolve, reject) => {
      for (const stream of [platform.stdout, platform.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk
          const [, found] = /一窗已启动：(http:\S+)/.exec(said) ?? []
          if (found !== undefined) resolve(found)
        })
      }
      platform.once('close', () => reject(new Error(`it ended: ${said}`)))
    })
    expect((await fetch(`${address}/api/health`)).status).toBe(200)
    const found = await fetch(`${address}/api/items?q=${encodeURIComponent('超限运输')}`)
    expect(await found.json()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ area: '440000000000' })]),
    })
    const home = await (await fetch(address)).text()
    expect(home).toContain('您要办什么事')
    const [, style] = /href="(\/assets\/[^"]+\.css)"/.exec(home) ?? []
    expect((await fetch(`${address}${style}`)).headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(existsSync(dataDir)).toBe(true)
  } finally {
    platform.kill('SIGTERM')
    await ended
  }
}, 120_000)

test('the fonts of documents are in it, and nothing for developing', () => {
  const script = `
    const { register } = await import('tsx/esm/api')
    register()
    const { missingGlyphs } = await import('./src/modules/document/fonts.ts')
    console.log(JSON.stringify(await missingGlyphs('行政许可决定书')))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: program, env, encoding: 'utf8' })
  expect(JSON.parse(said)).toEqual([])
  for (const name of ['vitest', 'typescript', '@biomejs', 'knip'])
    expect(existsSync(join(program, 'node_modules', name))).toBe(false)
  expect(existsSync(join(program, 'test'))).toBe(false)
})

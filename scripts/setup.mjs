// Runs before `npm start` and `npm test`: checks Node, installs what package-lock.json names and builds the web, each when it changed.
// Needs no package itself.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.yichuang-setup`

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  fail(`需要 Node 20.19 以上，现在是 ${process.versions.node}。请升级 Node 后再试。`)

const lock = readFileSync(`${root}package-lock.json`, 'utf8')
const wanted = createHash('sha256').update(`${process.platform} ${process.arch} ${lock}`).digest('hex')
if (read(stamp) !== wanted) {
  if (!isInstalled()) install()
  writeFileSync(stamp, wanted)
}

const { buildWeb, isBuilt } = await import('./web.mjs')
if (!isBuilt()) {
  console.log('正在生成页面……')
  console.log(`页面已生成，用时 ${((await buildWeb()) / 1000).toFixed(1)} 秒。`)
}

/** Whether what npm noted down after installing is what the lock file names: so it is after an `npm ci` by hand. */
function isInstalled() {
  const there = JSON.parse(read(`${root}node_modules/.package-lock.json`) ?? '{}').packages ?? {}
  return Object.entries(JSON.parse(lock).packages).every(([path, entry]) => {
    if (path === '') return true
    if (there[path] !== undefined) return there[path].version === entry.version
    const isForHere = entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && entry.libc === undefined
    return entry.optional === true && !isForHere
  })
}

function install() {
  console.log('正在安装依赖……')
  const startedAt = performance.now()
  const npm = process.env.npm_execpath // set when npm runs us: the same npm, by the same Node
  const [program, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const { status } = spawnSync(program, [...args, 'ci', '--include=dev'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) fail('安装依赖没有成功，请看上面 npm 的说明。')
  console.log(`依赖已安装，用时 ${((performance.now() - startedAt) / 1000).toFixed(1)} 秒。`)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

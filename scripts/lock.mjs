// Run after every change of dependencies: completes package-lock.json with the builds for other platforms that the registry in use does
// not offer. Without them `npm ci` refuses the lock file; with them it skips them here and fetches them where they are needed.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(path, 'utf8'))
const added = []
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isListed(parent, name)) continue
    const { cpu, libc, os } = platformOf(name)
    lock.packages[`node_modules/${name}`] = { version, cpu, dev: entry.dev, libc, license: entry.license, optional: true, os } // in npm's own order
    added.push(name)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`补上 ${added.length} 个其他平台的安装包`)

/** Whether a package is found from its parent's folder or one above it. */
function isListed(parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true
    if (folder === '') return false
  }
}

/** The platform that a package's name ends with, such as `linux-arm64-musl`. */
function platformOf(name) {
  const match =
    /(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64)(-.+)?$/.exec(
      name,
    )
  if (match === null) throw new Error(`no platform in the name of ${name}`)
  const [, os, cpu, variant = ''] = match
  const libc = variant.includes('musl') ? ['musl'] : variant === '-gnu' ? ['glibc'] : null
  return { cpu: [cpu], libc: os === 'linux' && libc !== null ? libc : undefined, os: [os] }
}

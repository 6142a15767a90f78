import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLockfile } from '../../scripts/gates/lockfile.mjs'
import { wordsIn } from '../../scripts/gates/words.mjs'

const sound = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' }

test.each([
  { name: 'a', row: sound, faults: [] },
  { name: 'a', row: { ...sound, license: '(GPL-3.0 OR MIT)' }, faults: [] },
  { name: '@img/sharp-libvips-linux-x64', row: { ...sound, license: 'LGPL-3.0-or-later' }, faults: [] },
  { name: 'esbuild', row: { ...sound, hasInstallScript: true }, faults: [] },
  { name: 'a', row: { ...sound, license: 'MPL-2.0', dev: true }, faults: [] },
  { name: 'a', row: { ...sound, license: 'MPL-2.0' }, faults: ['许可 MPL-2.0 不在允许之列'] },
  { name: 'a', row: { ...sound, license: 'MIT AND LGPL-3.0-or-later' }, faults: ['许可 MIT AND LGPL-3.0-or-later 不在允许之列'] },
  { name: 'a', row: { ...sound, license: undefined }, faults: ['许可 未注明 不在允许之列'] },
  { name: 'a', row: { ...sound, hasInstallScript: true }, faults: ['安装时要运行脚本'] },
  { name: 'a', row: { ...sound, resolved: 'somewhere' }, faults: ['写有下载地址'] },
  { name: 'a', row: { version: '1.0.0', license: 'MIT' }, faults: ['没有校验值'] },
])('a package $name with $row gives $faults', ({ name, row, faults }) => {
  expect(lockedTo({ [`node_modules/${name}`]: row }).faults).toEqual(faults.map((fault) => `node_modules/${name}：${fault}`))
})

test('a package that another one needs must be listed, beside it or further up', () => {
  const needy = { ...sound, optionalDependencies: { c: '1.0.0' } }
  expect(lockedTo({ 'node_modules/a': needy, 'node_modules/a/node_modules/c': sound }).faults).toEqual([])
  expect(lockedTo({ 'node_modules/b/node_modules/@x/a': needy, 'node_modules/c': sound }).faults).toEqual([])
  expect(lockedTo({ 'node_modules/a': needy, 'node_modules/b/node_modules/c': sound }).faults).toEqual([
    'node_modules/a：所需的 c 没有列出，npm ci 会拒绝',
  ])
})

test('a lock file without packages fails: nothing was checked', () => {
  expect(lockedTo({}).faults).toEqual(['没有检查到任何软件包'])
})

test.each([
  { text: `read('..${'/shared'}/design.md')`, name: '仓库之外的文件' },
  { text: `const folder = '${'/home'}/somebody/work'`, name: '某台机器的目录' },
  { text: `https://registry${'.npmjs'}.org/`, name: '软件源地址' },
])('a file must not name $name', ({ text, name }) => {
  expect(wordsIn(`first line\n${text}`)).toEqual([`2 ${name}：${text}`])
  expect(wordsIn("import { a } from '../kernel/home/index.ts' // see https://example.org/home/page")).toEqual([])
})

function lockedTo(packages: Record<string, object>) {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-lockfile-'))
  try {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }))
    return checkLockfile(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

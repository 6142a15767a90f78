import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fontPaths } from '../modules/document/index.ts'

/** What goes into a package beside the modules, as far as it is there. Tests and the tools for developing stay behind. */
const own = [
  'bin',
  'src',
  'db',
  'data',
  'docs',
  'dist/web',
  'scripts/setup.mjs',
  'scripts/web.mjs',
  'scripts/check-export.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  '.npmrc',
]
const papers = /^(README|GLOSSARY|CONTRIBUTING|LICENSE|NOTICE)/

/** What the set-up notes down when the modules are those of the lock file: with it in place, a start installs nothing. */
export const stamp = 'node_modules/.yichuang-setup'

/**
 * Lays out a folder that holds all a platform needs on machines of this kind: the program, its data, the modules it runs on, the embedded
 * database. Files are linked where the disk allows it, so this costs next to nothing.
 *
 * @param root   the installation to take from, set up
 * @param target a folder that does not exist yet
 * @returns how many files it holds
 */
export function layOut(root: string, target: string): number {
  const tops = [...own, ...readdirSync(root).filter((name) => papers.test(name)), stamp]
  const fonts = new Set(fontPaths())
  const isWanted = (path: string) =>
    !/\.test(-data)?\.ts$/.test(path) &&
    !(path.endsWith('.ttf') && path.startsWith(join(root, 'node_modules')) && !fonts.has(path))
  let count = 0
  for (const path of [...tops, ...modulesOf(root)]) {
    if (existsSync(join(root, path))) count += place(join(root, path), join(target, path), isWanted)
  }
  return count
}

/** Modules that the program runs on, as the lock file tells; those for other machines are not installed and so not there. */
function modulesOf(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
  return Object.entries(packages).flatMap(([path, entry]) => (path === '' || entry.dev || entry.devOptional ? [] : [path]))
}

type Entry = { readonly dev?: boolean; readonly devOptional?: boolean }

/** Modules within a module have entries of their own. */
function place(from: string, to: string, isWanted: (path: string) => boolean): number {
  if (!statSync(from).isDirectory()) return put(from, to)
  let count = 0
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = join(from, entry.name)
    if (entry.name === 'node_modules' || !isWanted(path)) continue
    count += entry.isDirectory()
      ? place(path, join(to, entry.name), isWanted)
      : put(path, join(to, entry.name), entry.isSymbolicLink())
  }
  return count
}

function put(from: string, to: string, isLink = false): number {
  mkdirSync(dirname(to), { recursive: true })
  if (isLink) symlinkSync(readlinkSync(from), to)
  else {
    try {
      linkSync(from, to)
    } catch {
      copyFileSync(from, to) // another disk, or a file of somebody else
    }
  }
  return 1
}

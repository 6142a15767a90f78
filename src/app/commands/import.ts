import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { system } from '../../kernel/http/index.ts'
import { type Now, systemNow } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { importItems, type RowNotice } from '../../modules/catalogue/index.ts'
import { importNational } from '../../modules/clock/index.ts'
import { childrenOf, divisionsFrom, importDivisions, importOrganisations, organisationsFrom } from '../../modules/region/index.ts'
import { reachDatabase } from '../database.ts'
import { run as migrate } from './migrate.ts'

const usage = '用法：yichuang import items FILE.ndjson | divisions [FILE.csv] | departments [FILE.csv] | holidays'

/** Brings public lists in. Safe to repeat: what is there unchanged stays as it is. Without FILE, the lists that the product ships. */
export async function run(args: readonly string[]): Promise<number> {
  const [kind = '', file, ...rest] = args
  const source = kinds[kind]
  if (
    source === undefined ||
    rest.length > 0 ||
    (source.needsFile && file === undefined) ||
    (source.file === null && file !== undefined)
  )
    throw new SetupError(usage, { exitCode: 2 })
  const path = file ?? (source.file && shipped(source.file))
  if (path !== null && !statSync(path, { throwIfNoEntry: false })?.isFile()) throw new SetupError(`没有文件 ${path}。`)

  const config = readConfig()
  await migrate()
  const { appUrl, release } = await reachDatabase(config)
  const database = openDatabase({ url: appUrl, max: 2 })
  try {
    return await source.run(database, path ?? '', systemNow())
  } finally {
    await closeDatabase(database)
    await release()
  }
}

const shippedDivisions = 'divisions/divisions_province_to_street.csv'
const shippedEdition = 2023

type Kind = {
  readonly needsFile?: boolean
  /** The shipped list under data/; null where there is no file to name. */
  readonly file: string | null
  run(database: Database, path: string, now: Now): Promise<number>
}

const kinds: Readonly<Record<string, Kind>> = {
  items: { needsFile: true, file: null, run: items },
  divisions: { file: shippedDivisions, run: divisions },
  departments: { file: 'orgs/departments.csv', run: departments },
  holidays: { file: null, run: holidays },
}

async function items(database: Database, path: string, now: Now): Promise<number> {
  await ensureDivisions(database)
  const name = basename(path)
  const counts = await importItems(database, createReadStream(path), {
    source: name,
    approval: `随目录 ${name} 导入`,
    by: system,
    now,
    onRefused: (notice) => console.log(say('拒绝', notice)),
    onWarned: (notice) => console.log(say('留意', notice)),
  })
  const { read, added, changed, unchanged, refused, warned } = counts
  console.log(
    `共读 ${read} 行：新增 ${added}，变更 ${changed}，未变 ${unchanged}，拒绝 ${refused}；另有 ${warned} 行已收下但须留意。`,
  )
  return read > 0 && refused === read ? 1 : 0
}

function say(what: string, { line, code, reasons }: RowNotice): string {
  return `${what} 第 ${line} 行${code === null ? '' : ` ${code}`}：${reasons.join('；')}`
}

/** Items name the place they serve and the organisation that acts there: without divisions neither could be registered. */
async function ensureDivisions(database: Database): Promise<void> {
  const isThere = await transaction(database, (tx) => childrenOf(tx, '44')).then(
    () => true,
    () => false,
  )
  if (!isThere) await divisions(database, shipped(shippedDivisions))
}

async function divisions(database: Database, path: string): Promise<number> {
  const rows = divisionsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importDivisions(tx, rows, shippedEdition))
  console.log(`区划 ${rows.length} 行，新增或变更 ${written} 行。`)
  return 0
}

async function departments(database: Database, path: string): Promise<number> {
  const rows = organisationsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importOrganisations(tx, rows))
  console.log(`机构 ${rows.length} 行，新增或变更 ${written} 行。`)
  return 0
}

async function holidays(database: Database, _path: string, now: Now): Promise<number> {
  const added = await transaction(database, (tx) => importNational(tx, system, now))
  console.log(`放假通知新增 ${added} 份。`)
  return 0
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../../data/${name}`, import.meta.url))
}

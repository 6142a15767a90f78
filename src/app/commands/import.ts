import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { system } from '../../kernel/http/index.ts'
import { type Now, systemNow } from '../../kernel/now.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { importItems, type RowNotice } from '../../modules/catalogue/index.ts'
import { importNational } from '../../modules/clock/index.ts'
import {
  chainOf,
  divisionsFrom,
  importDivisions,
  importOrganisations,
  organisationsFrom,
  UnknownDivision,
} from '../../modules/region/index.ts'
import { reachDatabase } from '../database.ts'

const usage = '用法：yichuang import items FILE.ndjson | divisions [FILE.csv] | departments [FILE.csv] | holidays'

/** Brings public lists in. Safe to repeat: what is there unchanged stays as it is. Without FILE, the lists that the product ships. */
export async function run(args: readonly string[]): Promise<number> {
  const [kind = '', file, ...rest] = args
  const list = Object.hasOwn(lists, kind) ? lists[kind] : undefined
  const path = file ?? list?.shipped
  if (list === undefined || rest.length > 0 || (list.shipped === null ? file !== undefined : path === undefined))
    throw new SetupError(usage, { exitCode: 2 })
  if (path && !statSync(path, { throwIfNoEntry: false })?.isFile()) throw new SetupError(`没有文件 ${path}。`)

  const config = readConfig()
  const now = systemNow()
  const { ownerUrl, appUrl, release } = await reachDatabase(config)
  try {
    const year = Number(now.today.slice(0, 4))
    await migrate(ownerUrl, config.databaseUrl === null ? { year } : { year, appPassword: appPassword(config.dataDir) })
    const database = openDatabase({ url: appUrl, max: 2, named: config.isPrepared })
    await list.read(database, path ?? '', now).finally(() => closeDatabase(database))
    return 0
  } finally {
    await release()
  }
}

type List = {
  /** The list under data/ that is read when no file is named; null where none can be named, undefined where one must be. */
  readonly shipped: string | null | undefined
  read(database: Database, path: string, now: Now): Promise<void>
}

const lists: Readonly<Record<string, List>> = {
  items: { shipped: undefined, read: items },
  divisions: { shipped: shipped('divisions/divisions_province_to_street.csv'), read: divisions },
  departments: { shipped: shipped('orgs/departments.csv'), read: departments },
  holidays: { shipped: null, read: holidays },
}

async function items(database: Database, path: string, now: Now): Promise<void> {
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
  console.log(`共读 ${read} 行：新增 ${added}，变更 ${changed}，未变 ${unchanged}，拒绝 ${refused}；收下但须留意 ${warned}。`)
}

function say(what: string, { line, code, reasons }: RowNotice): string {
  return `${what} 第 ${line} 行${code === null ? '' : ` ${code}`}：${reasons.join('；')}`
}

async function divisions(database: Database, path: string): Promise<void> {
  const rows = divisionsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importDivisions(tx, rows, edition))
  console.log(`区划 ${rows.length} 行，新增或变更 ${written} 行。`)
}

const edition = 2023 // of the shipped list

async function departments(database: Database, path: string): Promise<void> {
  await ensureDivisions(database)
  const rows = organisationsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importOrganisations(tx, rows))
  console.log(`机构 ${rows.length} 行，新增或变更 ${written} 行。`)
}

async function holidays(database: Database, _path: string, now: Now): Promise<void> {
  const added = await transaction(database, (tx) => importNational(tx, system, now))
  console.log(`放假通知新增 ${added} 份。`)
}

/** Items and organisations stand in a place: without divisions neither could be registered. */
async function ensureDivisions(database: Database): Promise<void> {
  try {
    await transaction(database, (tx) => chainOf(tx, '110000'))
  } catch (error) {
    if (!isRefusal(error, UnknownDivision)) throw error
    await divisions(database, shipped('divisions/divisions_province_to_street.csv'))
  }
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../../data/${name}`, import.meta.url))
}

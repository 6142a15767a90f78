import { statSync } from 'node:fs'
import { readConfig } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { type Now, systemNow } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import type { RowNotice } from '../../modules/catalogue/index.ts'
import { installationKind } from '../../modules/region/index.ts'
import { bringAuthored } from '../authored.ts'
import { reachDatabase } from '../database.ts'
import { bringDepartments, bringDivisions, bringHolidays, bringItems, shipped } from '../lists.ts'

const usage = '用法：yichuang import items FILE.ndjson | divisions [FILE.csv] | departments [FILE.csv] | holidays | authored'

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
    console.log(await list.read(database, path ?? '', now).finally(() => closeDatabase(database)))
    return 0
  } finally {
    await release()
  }
}

type List = {
  /** The list under data/ that is read when no file is named; null where none can be named, undefined where one must be. */
  readonly shipped: string | null | undefined
  /** @returns what was done, in a sentence */
  read(database: Database, path: string, now: Now): Promise<string>
}

const lists: Readonly<Record<string, List>> = {
  items: { shipped: undefined, read: items },
  divisions: {
    shipped: shipped.divisions,
    read: async (database, path) => {
      const { rows, written } = await bringDivisions(database, path)
      return `区划 ${rows} 行，新增或变更 ${written} 行。`
    },
  },
  departments: {
    shipped: shipped.departments,
    read: async (database, path) => {
      const { rows, written } = await bringDepartments(database, path)
      return `机构 ${rows} 行，新增或变更 ${written} 行。`
    },
  },
  holidays: {
    shipped: null,
    read: async (database, _path, now) => `放假通知新增 ${await bringHolidays(database, now)} 份。`,
  },
  authored: { shipped: null, read: authored },
}

async function items(database: Database, path: string, now: Now): Promise<string> {
  const { read, added, changed, unchanged, refused, warned } = await bringItems(database, path, now, {
    onRefused: (notice) => console.log(say('拒绝', notice)),
    onWarned: (notice) => console.log(say('留意', notice)),
  })
  return `共读 ${read} 行：新增 ${added}，变更 ${changed}，未变 ${unchanged}，拒绝 ${refused}；收下但须留意 ${warned}。`
}

function say(what: string, { line, code, reasons }: RowNotice): string {
  return `${what} 第 ${line} 行${code === null ? '' : ` ${code}`}：${reasons.join('；')}`
}

/** What is written for demonstration never stands in a production installation. */
async function authored(database: Database, _path: string, now: Now): Promise<string> {
  if ((await transaction(database, installationKind)) === 'production')
    throw new SetupError('这是正式环境。随附的事项描述为演示编写，只能装入演示环境。')
  const { rows, written } = await bringAuthored(database, now)
  return `完整描述的事项 ${rows} 项，新版本 ${written} 个。`
}

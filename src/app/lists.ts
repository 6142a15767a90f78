import { createReadStream, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, transaction } from '../kernel/db/index.ts'
import { system } from '../kernel/http/index.ts'
import type { Now } from '../kernel/now.ts'
import { isRefusal } from '../kernel/refusal.ts'
import { importItems, type RowNotice } from '../modules/catalogue/index.ts'
import { importNational } from '../modules/clock/index.ts'
import {
  chainOf,
  divisionsFrom,
  importDivisions,
  importOrganisations,
  organisationsFrom,
  UnknownDivision,
} from '../modules/region/index.ts'

/** The public lists that the product ships. */
export const shipped = {
  divisions: fileOf('divisions/divisions_province_to_street.csv'),
  departments: fileOf('orgs/departments.csv'),
  items: [fileOf('items/guangdong_province_items.ndjson'), fileOf('items/guangan_district_items.ndjson')],
} as const

/** How many rows a list has and how many of them were new or changed. */
export type Brought = { readonly rows: number; readonly written: number }

const edition = 2023 // of the shipped list

export async function bringDivisions(database: Database, path: string): Promise<Brought> {
  const rows = divisionsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importDivisions(tx, rows, edition))
  return { rows: rows.length, written }
}

/** Organisations stand in a place: without divisions they could not be registered. */
export async function bringDepartments(database: Database, path: string): Promise<Brought> {
  await ensureDivisions(database)
  const rows = organisationsFrom(readFileSync(path, 'utf8'))
  const written = await transaction(database, (tx) => importOrganisations(tx, rows))
  return { rows: rows.length, written }
}

/** The national notices of holidays. @returns how many were new */
export async function bringHolidays(database: Database, now: Now): Promise<number> {
  return transaction(database, (tx) => importNational(tx, system, now))
}

/** A catalogue of items. Rows that are refused or need attention are told of one by one. */
export async function bringItems(
  database: Database,
  path: string,
  now: Now,
  tell: { onRefused(notice: RowNotice): void; onWarned(notice: RowNotice): void },
): ReturnType<typeof importItems> {
  await ensureDivisions(database)
  const source = basename(path)
  return importItems(database, createReadStream(path), { source, approval: `随目录 ${source} 导入`, by: system, now, ...tell })
}

async function ensureDivisions(database: Database): Promise<void> {
  try {
    await transaction(database, (tx) => chainOf(tx, '110000'))
  } catch (error) {
    if (!isRefusal(error, UnknownDivision)) throw error
    await bringDivisions(database, shipped.divisions)
  }
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`../../data/${name}`, import.meta.url))
}

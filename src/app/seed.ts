import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, transaction } from '../kernel/db/index.ts'
import type { Now } from '../kernel/now.ts'
import { hasDivisions } from '../modules/region/index.ts'

/**
 * Fills an empty database with the public lists that the product ships: divisions, departments, holidays, both catalogues. Once: where
 * there are divisions, somebody has chosen what is to stand there. Broken off, it is finished at the next start.
 *
 * @param dataDir holds a mark for as long as this is under way
 * @param say     told what happens, in a sentence
 */
export async function seed(database: Database, dataDir: string, now: Now, say: (sentence: string) => void): Promise<void> {
  const mark = join(dataDir, 'seeding')
  if (!existsSync(mark) && (await transaction(database, hasDivisions))) return
  const started = performance.now()
  say('数据库是空的，正在装入随附的公开数据：区划、机构、放假安排和两份事项目录……')
  writeFileSync(mark, '')
  const { bringDepartments, bringDivisions, bringHolidays, bringItems, shipped } = await import('./lists.ts') // much to read, once
  const { rows: divisions } = await bringDivisions(database, shipped.divisions)
  const { rows: departments } = await bringDepartments(database, shipped.departments)
  await bringHolidays(database, now)
  let items = 0
  for (const path of shipped.items) {
    const { read, refused } = await bringItems(database, path, now, { onRefused: () => {}, onWarned: () => {} })
    items += read - refused
  }
  rmSync(mark)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`已装入区划 ${divisions} 个、机构 ${departments} 个、事项 ${items} 项，用时 ${seconds} 秒。`)
}

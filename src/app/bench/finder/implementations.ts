import { readFileSync } from 'node:fs'
import { divisionsFrom } from '../../../modules/region/index.ts'
import { shipped } from '../../lists.ts'

/** An item of a list carried out somewhere else: its code there, and the row as that place's list would have it. */
export type Implementation = { readonly original: string; readonly area: string; readonly code: string; row(): string }

/** A row of a list that ships. */
export type ListRow = {
  readonly code: string
  readonly line: string
  readonly area: string
  readonly key: 'taskCode' | 'itemCode'
}

/** How many items a province, a city, a county and a street has, of a million. */
const itemsOfLevel = [2_000, 1_000, 100, 6.5]

export function shippedRows(): ListRow[] {
  return shipped.items.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const row = JSON.parse(line) as { taskCode?: string; itemCode?: string; areaCode: string }
        const key = row.taskCode === undefined ? 'itemCode' : 'taskCode'
        return { code: row.taskCode ?? row.itemCode ?? '', line, area: row.areaCode, key } as const
      }),
  )
}

/** The divisions that ship, by level: provinces first. */
export function areasByLevel(): string[][] {
  const all = divisionsFrom(readFileSync(shipped.divisions, 'utf8'))
  return itemsOfLevel.map((_, at) => all.filter(({ level }) => level === at + 1).map(({ code }) => code))
}

/**
 * So many implementations, place after place: provinces have Guangdong's items, the places below them those of Guang'an, each place
 * others, the higher the more. Names and departments stay; codes and areas change.
 */
export function* implementations(
  rows: readonly ListRow[],
  areas: readonly (readonly string[])[],
  count: number,
): Generator<Implementation> {
  const wanted = areas.reduce((sum, all, level) => sum + all.length * (itemsOfLevel[level] ?? 0), 0)
  const ofProvinces = rows.filter(({ key }) => key === 'taskCode')
  const ofOthers = rows.filter(({ key }) => key === 'itemCode')
  let made = 0
  let due = 0
  for (const [level, all] of areas.entries()) {
    const list = level === 0 ? ofProvinces : ofOthers
    for (const [at, area] of all.entries()) {
      due += ((itemsOfLevel[level] ?? 0) * count) / wanted
      const isLast = level === areas.length - 1 && at === all.length - 1
      const share = Math.min(list.length, Math.max(0, (isLast ? count : Math.round(due)) - made))
      for (let no = 0; no < share; no++) {
        const one = list[(at * 37 + no) % list.length]
        if (one === undefined || one.area === area) continue
        yield carriedOut(one, area)
      }
      made += share
    }
  }
}

function carriedOut({ code: original, line, area: from, key }: ListRow, area: string): Implementation {
  const code = original.includes(from) ? original.replace(from, area) : `${original}-${area}`
  return { original, area, code, row: () => JSON.stringify({ ...JSON.parse(line), [key]: code, areaCode: area }) }
}

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Database, transaction } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { authoredFrom, openVersion } from '../../modules/catalogue/index.ts'
import { authoredFiles } from '../authored.ts'
import { shipped } from '../lists.ts'
import type { CityItem } from './life.ts'

const mostBeside = 3 // of the same organ

/** What the city handles: the items that are described fully, and beside them a few of the same organs just as they were published. */
export async function cityItems(database: Database, now: Now): Promise<CityItem[]> {
  const described = await open(
    database,
    authoredFiles().map(({ text }) => authoredFrom(text).code),
    now,
  )
  const organs = new Set(described.map(({ definition }) => definition.organ.uscc))
  const beside: CityItem[] = []
  for (const uscc of organs) {
    const codes = (await listedCodes()).filter((row) => row.uscc === uscc && !described.some(({ code }) => code === row.code))
    beside.push(
      ...(
        await open(
          database,
          codes.map(({ code }) => code),
          now,
        )
      ).slice(0, mostBeside),
    )
  }
  return [...described, ...beside]
}

/** Those of the items that can be applied for now. */
async function open(database: Database, codes: readonly string[], now: Now): Promise<CityItem[]> {
  const items: CityItem[] = []
  for (const code of codes) {
    try {
      items.push({ code, definition: (await transaction(database, (tx) => openVersion(tx, code, now.at))).definition })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return items
}

let listed: Promise<{ code: string; uscc: string }[]> | null = null

function listedCodes(): Promise<{ code: string; uscc: string }[]> {
  listed ??= readCodes()
  return listed
}

async function readCodes(): Promise<{ code: string; uscc: string }[]> {
  const codes: { code: string; uscc: string }[] = []
  for await (const line of createInterface({ input: createReadStream(shipped.items[0]) })) {
    const { taskCode, uscc } = JSON.parse(line) as { taskCode: string; uscc: string | null }
    if (uscc !== null) codes.push({ code: taskCode, uscc })
  }
  return codes
}

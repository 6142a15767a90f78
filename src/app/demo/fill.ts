import type { Database } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { blobsOf, routesOf } from '../assemble.ts'
import { bringAuthored } from '../authored.ts'
import { bringHolidays } from '../lists.ts'
import { seed } from '../seed.ts'
import { stopwatch } from '../stopwatch.ts'
import { moment } from './city.ts'
import { fillDemo } from './index.ts'
import { cityItems } from './items.ts'
import type { Plan } from './plan.ts'

/** Fills an empty database: the public lists, the items described fully, and the made-up city. @param say told what has been done, in a sentence */
export async function fill(
  database: Database,
  dataDir: string,
  plan: Plan,
  now: Now,
  say: (sentence: string) => void,
): Promise<void> {
  const startedMs = performance.now()
  const morning = moment(moment(now.today, -plan.days * 1_440).today, 7 * 60)
  await seed(database, dataDir, morning, say)
  const passed = stopwatch(say)
  await bringAuthored(database, morning)
  await bringHolidays(database, now)
  passed('完整描述的事项已装入')
  const blobs = blobsOf({ dataDir })
  const stage = { database, blobs, routes: routesOf(blobs) }
  const { cases, acts, refusals } = await fillDemo(stage, await cityItems(database, now), plan, now, passed)
  const refused = [...refusals].map(([code, count]) => `${code} ${count}`).join('、')
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  say(
    `演示城市已装好：办件 ${cases} 件、办理 ${acts} 步${refused === '' ? '' : `（被拒绝：${refused}）`}，连同清单共用时 ${seconds} 秒。`,
  )
}

import type { Tx } from '../../../kernel/db/index.ts'
import type { By } from '../../../kernel/http/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { UnknownItem, Unsound } from '../contract.ts'
import { digestOf } from '../rules.ts'
import { publish } from '../service.ts'
import * as store from '../store.ts'
import { describedOn, overreach } from './onto.ts'
import type { AuthoredItem } from './shape.ts'

export { authoredFrom } from './shape.ts'

/**
 * Publishes what our authors say about an item as a version of its own, on top of the list's newest version, which stays readable. The same
 * again makes no new version, even when somebody has published further ones meanwhile; a changed list or a changed description does.
 *
 * @param source where it stands: the file
 * @throws Refusal(UnknownItem) the list's entry has not been imported
 * @throws Refusal(Unsound) Refusal(PromiseExceedsLaw) it contradicts itself, the law, or what the list published
 */
export async function publishAuthored(
  tx: Tx,
  item: AuthoredItem,
  source: string,
  by: By,
  now: Now,
): Promise<{ no: number; isNew: boolean }> {
  const { code, list } = item
  const listed = await store.findListed(tx, code)
  if (list !== null && listed === undefined) throw new Refusal(UnknownItem, { code })
  if (list === null && listed !== undefined)
    throw new Refusal(Unsound, { faults: ['这个编码是清单中的事项，不能作为演示区域的事项'] })
  const base = listed?.definition ?? null
  const faults = overreach(base, item)
  if (faults.length > 0) throw new Refusal(Unsound, { faults })

  const definition = describedOn(base, item)
  const known = await store.findVersionByDigest(tx, code, digestOf(definition))
  if (known !== undefined) return { no: known.no, isNew: false }
  return publish(tx, { code, definition, effectiveAt: now.at, source, approval }, by, now)
}

const approval = '演示编写，未经实施机关审核'

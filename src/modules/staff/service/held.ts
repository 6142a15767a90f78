import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { findOrganisationByUscc, findPlace } from '../../region/index.ts'
import type { PostHeld } from '../contract.ts'
import { findRole } from '../rules.ts'
import { heldToday } from '../store.ts'
import { standInsBehind } from './stand-ins.ts'

/** In which posts somebody acts today, with the names that a screen shows; none for citizens. */
export async function postsHeld(tx: Tx, actor: Actor, now: Now): Promise<PostHeld[]> {
  if (actor.subject !== null) return []
  const held: PostHeld[] = []
  const rows = await heldToday.run(tx, [actor.id, now.today])
  const standIns = await standInsBehind(
    tx,
    rows.flatMap(({ authority }) => authority ?? []),
  )
  for (const { authority, role, organisation, place_code: place } of rows) {
    const found = role === null ? undefined : findRole(role)
    if (authority === null || found === undefined) continue
    held.push({
      authority,
      role: found.code,
      roleName: found.name,
      organisation,
      organisationName: organisation === null ? null : ((await findOrganisationByUscc(tx, organisation))?.name ?? null),
      place,
      placeName: place === null ? null : ((await findPlace(tx, place))?.name ?? null),
      standsInFor: standIns.get(authority)?.forName ?? null,
    })
  }
  return held
}

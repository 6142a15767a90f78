import { type By, system } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { nameId } from '../../kernel/ids.ts'
import { record } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { AlreadyFounded, type InstallationKind } from './contract.ts'
import { regionStream } from './settings.ts'

/** What this installation was founded as; null while nobody has said. */
export async function installationKind(tx: Tx): Promise<InstallationKind | null> {
  return ((await tx.selectFrom('installation').select('kind').executeTakeFirst())?.kind as InstallationKind | undefined) ?? null
}

/**
 * Founds the installation as what it will always be. The same again changes nothing.
 *
 * @param about what stands in the log beside it, such as the seed of a demonstration
 * @throws Refusal(AlreadyFounded) it is the other kind
 */
export async function foundInstallation(
  tx: Tx,
  kind: InstallationKind,
  about: Readonly<Record<string, string>>,
  now: Now,
  by: By = system,
): Promise<void> {
  const inserted = await tx
    .insertInto('installation')
    .values({ kind, founded_at: now.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .executeTakeFirst()
  if (inserted === undefined) {
    if ((await installationKind(tx)) !== kind) throw new Refusal(AlreadyFounded, { kind })
    return
  }
  const event = { kind: 'founded', v: 1, body: { kind, ...about }, by, ground: null, effectiveOn: now.today, at: now.at }
  await record(tx, regionStream, { streamId: nameId('installation'), ...event })
}

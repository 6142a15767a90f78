import type { Tx } from '../../../kernel/db/index.ts'

/** A draft without its answers. */
export type DraftRow = {
  readonly draftId: string
  readonly itemCode: string
  readonly versionId: string
  readonly applicantId: string
  readonly agentId: string | null
  readonly madeBy: string
  readonly organisation: string | null
  readonly place: string | null
  readonly changedAt: Date
}

/** An answer as it is kept: sealed; a null box: emptied. */
export type AnswerRow = {
  readonly path: string
  readonly rev: number
  readonly box: Buffer | null
  readonly savedBy: string
  readonly savedAt: Date
}

export async function insertDraft(tx: Tx, row: DraftRow): Promise<void> {
  await tx
    .insertInto('draft')
    .values({
      draft_id: row.draftId,
      item_code: row.itemCode,
      version_id: row.versionId,
      applicant_id: row.applicantId,
      agent_id: row.agentId,
      made_by: row.madeBy,
      organisation: row.organisation,
      place: row.place,
      made_at: row.changedAt,
      changed_at: row.changedAt,
    })
    .execute()
}

/** A draft, without waiting for anybody. */
export async function findDraft(tx: Tx, draftId: string): Promise<DraftRow | undefined> {
  return drafts(tx).where('draft_id', '=', draftId).executeTakeFirst()
}

/** A draft, locked: whoever saves or submits next waits until this transaction ends. */
export async function lockDraft(tx: Tx, draftId: string): Promise<DraftRow | undefined> {
  return drafts(tx).where('draft_id', '=', draftId).forUpdate().executeTakeFirst()
}

/** The draft that a code opens now, locked. */
export async function lockByCode(tx: Tx, lookup: Buffer, at: Date): Promise<DraftRow | undefined> {
  return drafts(tx).where('code_lookup', '=', lookup).where('code_until', '>', at).forUpdate().executeTakeFirst()
}

/** How many drafts an applicant has. */
export async function countDrafts(tx: Tx, applicantId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('draft')
    .select((is) => is.fn.countAll<string>().as('n'))
    .where('applicant_id', '=', applicantId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Drafts for a person, and those that an account made for others, last changed first. */
export async function draftsOf(tx: Tx, personId: string, account: string, limit: number): Promise<DraftRow[]> {
  return drafts(tx)
    .where((is) => is.or([is('applicant_id', '=', personId), is('made_by', '=', account)]))
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute()
}

/** Drafts that the windows of an organisation go on with, last changed first; of one applicant only when one is named. */
export async function draftsAt(
  tx: Tx,
  organisations: readonly string[],
  applicantId: string | null,
  limit: number,
): Promise<DraftRow[]> {
  const rows = drafts(tx).where('organisation', 'in', organisations)
  const those = applicantId === null ? rows : rows.where('applicant_id', '=', applicantId)
  return those.orderBy('changed_at', 'desc').limit(limit).execute()
}

export async function answersOf(tx: Tx, draftId: string): Promise<AnswerRow[]> {
  return answers(tx).where('draft_id', '=', draftId).orderBy('path').execute()
}

export async function findAnswer(tx: Tx, draftId: string, path: string): Promise<AnswerRow | undefined> {
  return answers(tx).where('draft_id', '=', draftId).where('path', '=', path).executeTakeFirst()
}

export async function putAnswer(tx: Tx, draftId: string, row: AnswerRow): Promise<void> {
  const values = { rev: row.rev, value_box: row.box, saved_by: row.savedBy, saved_at: row.savedAt }
  await tx
    .insertInto('draft_answer')
    .values({ draft_id: draftId, path: row.path, ...values })
    .onConflict((same) => same.columns(['draft_id', 'path']).doUpdateSet(values))
    .execute()
}

/** Notes that somebody works on a draft. */
export async function putHand(tx: Tx, draftId: string, account: string, at: Date): Promise<void> {
  await tx
    .insertInto('draft_hand')
    .values({ draft_id: draftId, account, last_at: at })
    .onConflict((same) => same.columns(['draft_id', 'account']).doUpdateSet({ last_at: at }))
    .execute()
}

/** Who worked on a draft, last first. */
export async function handsOf(tx: Tx, draftId: string, limit: number): Promise<{ account: string; lastAt: Date }[]> {
  return tx
    .selectFrom('draft_hand')
    .select(['account', 'last_at as lastAt'])
    .where('draft_id', '=', draftId)
    .orderBy('last_at', 'desc')
    .orderBy('account')
    .limit(limit)
    .execute()
}

export async function setChanged(tx: Tx, draftId: string, at: Date): Promise<void> {
  await tx.updateTable('draft').set({ changed_at: at }).where('draft_id', '=', draftId).execute()
}

export async function setVersion(tx: Tx, draftId: string, versionId: string): Promise<void> {
  await tx.updateTable('draft').set({ version_id: versionId }).where('draft_id', '=', draftId).execute()
}

/** Gives a draft a code; the one before works no more. */
export async function setCode(tx: Tx, draftId: string, lookup: Buffer | null, until: Date | null): Promise<void> {
  await tx.updateTable('draft').set({ code_lookup: lookup, code_until: until }).where('draft_id', '=', draftId).execute()
}

/** Lets the windows of an organisation go on with a draft. */
export async function setWindow(tx: Tx, draftId: string, organisation: string, place: string | null): Promise<void> {
  await tx.updateTable('draft').set({ organisation, place }).where('draft_id', '=', draftId).execute()
}

/** Removes a draft with its answers and hands. */
export async function dropDraft(tx: Tx, draftId: string): Promise<void> {
  await tx.deleteFrom('draft').where('draft_id', '=', draftId).execute()
}

/** Drafts not changed since a moment, the oldest first, locked; those that somebody works on now are left for the next time. */
export async function lockOld(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('draft')
    .select('draft_id')
    .where('changed_at', '<', before)
    .orderBy('changed_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => row.draft_id)
}

/** All drafts for a person, locked. */
export async function lockDraftsFor(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('draft')
    .select('draft_id')
    .where('applicant_id', '=', personId)
    .orderBy('draft_id')
    .forUpdate()
    .execute()
  return rows.map((row) => row.draft_id)
}

function drafts(tx: Tx) {
  return tx
    .selectFrom('draft')
    .select(['draft_id as draftId', 'item_code as itemCode', 'version_id as versionId', 'applicant_id as applicantId'])
    .select(['agent_id as agentId', 'made_by as madeBy', 'organisation', 'place', 'changed_at as changedAt'])
}

function answers(tx: Tx) {
  return tx.selectFrom('draft_answer').select(['path', 'rev', 'value_box as box', 'saved_by as savedBy', 'saved_at as savedAt'])
}

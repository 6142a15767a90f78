import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'

/** A permit granted, as the public register keeps it. */
export type GrantedPermit = {
  readonly caseId: string
  readonly decidedOn: Day
  readonly organisation: string
  readonly department: string
  readonly itemCode: string
  readonly itemName: string
  readonly applicantId: string
  readonly letterNumber: string | null
}

/** Which rows of the register; `after` is the `cursor` of the row before. */
export type GrantsAsked = {
  readonly organisation?: string
  readonly item?: string
  readonly after?: string
  readonly limit: number
}

/** Puts a grant on the register, or what is now true of it. */
export async function putGrant(tx: Tx, given: GrantedPermit): Promise<void> {
  const row = {
    case_id: given.caseId,
    decided_on: given.decidedOn,
    organisation: given.organisation,
    department: given.department,
    item_code: given.itemCode,
    item_name: given.itemName,
    applicant_id: given.applicantId,
    letter_number: given.letterNumber,
  }
  const { case_id, ...rest } = row
  await tx
    .insertInto('granted_permit')
    .values(row)
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(rest))
    .execute()
}

/** Takes a grant off the register. */
export async function removeGrant(tx: Tx, caseId: string): Promise<void> {
  await tx.deleteFrom('granted_permit').where('case_id', '=', caseId).execute()
}

export async function clearGrants(tx: Tx): Promise<void> {
  await tx.deleteFrom('granted_permit').execute()
}

/** Grants, newest first: a page is a stretch of one index, however many there are. A cursor is the number of the day, and the case. */
export async function grantsPage(
  tx: Tx,
  { organisation, item, after, limit }: GrantsAsked,
): Promise<(GrantedPermit & { cursor: string })[]> {
  const [day = '', caseId = ''] = after?.split('.') ?? []
  const { rows } = await sql<GrantedPermit & { cursor: string }>`
    select case_id as "caseId", decided_on as "decidedOn", organisation, department, item_code as "itemCode", item_name as "itemName",
      applicant_id as "applicantId", letter_number as "letterNumber", (decided_on - date '1970-01-01') || '.' || case_id as cursor
    from granted_permit
    where true ${item === undefined ? sql`` : sql`and item_code = ${item}`}
      ${organisation === undefined ? sql`` : sql`and organisation = ${organisation}`}
      ${after === undefined ? sql`` : sql`and (decided_on, case_id) < (date '1970-01-01' + ${day}::int, ${caseId}::uuid)`}
    order by decided_on desc, case_id desc limit ${limit}`.execute(tx)
  return rows
}

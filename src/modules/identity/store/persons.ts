import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Proof } from '../contract.ts'

export type PersonRow = {
  readonly id: string
  readonly kind: 'natural' | 'legal'
  readonly name_box: Buffer | null
  readonly phone_box: Buffer | null
  readonly proof: Proof
}

/** Adds a person. */
export async function insertPerson(tx: Tx, row: PersonRow & { registered_at: Date }): Promise<void> {
  await tx.insertInto('person').values(row).execute()
}

/** A person who was not erased. */
export async function findPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('person')
    .select(['id', 'kind', 'name_box', 'phone_box', 'proof'])
    .where('id', '=', id)
    .where('erased_at', 'is', null)
    .$narrowType<{ kind: 'natural' | 'legal'; proof: Proof }>()
    .executeTakeFirst()
}

/** The persons of a list who were not erased. */
export async function personsIn(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom('person')
    .select(['id', 'kind', 'name_box', 'phone_box', 'proof'])
    .where('id', 'in', ids)
    .where('erased_at', 'is', null)
    .$narrowType<{ kind: 'natural' | 'legal'; proof: Proof }>()
    .execute()
}

/** The sealed name of a person, as an expression for the caller's own statement; `nameIn` opens it. */
export function nameBoxSql(personId: string): string {
  return `(select name_box from person where id = ${personId})`
}

/** Writes what staff saw on the document. */
export async function updatePerson(tx: Tx, row: Pick<PersonRow, 'id' | 'name_box' | 'phone_box' | 'proof'>): Promise<void> {
  const { id, ...values } = row
  await tx.updateTable('person').set(values).where('id', '=', id).execute()
}

/** Empties a person; the id stays for logs and cases. */
export async function emptyPerson(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.deleteFrom('person_identifier').where('person_id', '=', id).execute()
  await tx.updateTable('person').set({ name_box: null, phone_box: null, erased_at: at }).where('id', '=', id).execute()
}

/**
 * Adds an identifier.
 *
 * @returns false when the number is somebody's already; the transaction goes on
 */
export async function insertIdentifier(
  tx: Tx,
  row: { lookup: Buffer; person_id: string; kind: string; value_box: Buffer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('person_identifier')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Whose number it is. */
export async function findPersonByLookup(tx: Tx, lookup: Buffer): Promise<string | undefined> {
  const row = await tx.selectFrom('person_identifier').select('person_id').where('lookup', '=', lookup).executeTakeFirst()
  return row?.person_id
}

/** All identifiers of a person, by kind. */
export async function identifiersOf(tx: Tx, personId: string): Promise<{ kind: string; value_box: Buffer }[]> {
  return tx
    .selectFrom('person_identifier')
    .select(['kind', 'value_box'])
    .where('person_id', '=', personId)
    .orderBy('kind')
    .orderBy('lookup')
    .execute()
}

/** The sealed telephones of persons who left one and were not erased. */
export async function phoneBoxes(tx: Tx, ids: readonly string[]): Promise<{ id: string; phone_box: Buffer }[]> {
  const { rows } = await sql<{ id: string; phone_box: Buffer }>`
    select id, phone_box from person where id = any(${ids}::uuid[]) and phone_box is not null and erased_at is null`.execute(tx)
  return rows
}

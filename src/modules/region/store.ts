import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import type { Division, PlaceView, ServiceHours } from './contract.ts'
import type { DivisionRow, OrganisationRow } from './rules.ts'

/** An organisation 机关. What is null has not been set: nobody guesses it. */
export type Organisation = {
  readonly uscc: string
  readonly name: string
  readonly divisionCode: string
  /** 机关简称, as it stands in document numbers. */
  readonly shortName: string | null
  /** 复议机关 and 人民法院 that an adverse decision must name. */
  readonly reviewAuthority: string | null
  readonly court: string | null
}

/** A service place 政务服务场所. */
export type Place = {
  readonly code: string
  readonly name: string
  readonly divisionCode: string
  readonly address: string | null
  readonly hours: ServiceHours
}

/** A window 窗口 of a place. */
export type PlaceWindow = { readonly placeCode: string; readonly code: string; readonly name: string }

/** Adds new divisions and updates changed ones; returns how many rows were written. Parents may come later in the same list. */
export async function putDivisions(tx: Tx, rows: readonly DivisionRow[], edition: number): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into division (code, name, level, parent_code, edition)
    select code, name, level, parent_code, ${edition}::smallint
    from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.level)}::smallint[], ${rows.map((r) => r.parentCode)}::text[]) as r (code, name, level, parent_code)
    on conflict (code) do update
      set name = excluded.name, level = excluded.level, parent_code = excluded.parent_code, edition = excluded.edition
      where (division.name, division.level, division.edition) is distinct from (excluded.name, excluded.level, excluded.edition)
        and division.edition <= excluded.edition`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Adds new organisations and updates the names of known ones; what was set by hand stays, and where they belong. Returns rows written. */
export async function putOrganisations(tx: Tx, rows: readonly OrganisationRow[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into organisation (uscc, name, division_code)
    select * from unnest(${rows.map((r) => r.uscc)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.divisionCode)}::text[])
    on conflict (uscc) do update set name = excluded.name where organisation.name <> excluded.name`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export type OrganisationChange = Pick<Organisation, 'shortName' | 'reviewAuthority' | 'court'> & {
  readonly divisionCode?: string
}

/** Sets what only the organisation itself can tell; returns whether the organisation is known. */
export async function updateOrganisation(tx: Tx, uscc: string, set: OrganisationChange): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('organisation')
    .set({ short_name: set.shortName, review_authority: set.reviewAuthority, court: set.court })
    .$if(set.divisionCode !== undefined, (query) => query.set({ division_code: set.divisionCode ?? '' }))
    .where('uscc', '=', uscc)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function findOrganisationByUscc(tx: Tx, uscc: string): Promise<Organisation | undefined> {
  return tx
    .selectFrom('organisation')
    .select(['uscc', 'name', 'division_code as divisionCode', 'short_name as shortName'])
    .select(['review_authority as reviewAuthority', 'court'])
    .where('uscc', '=', uscc)
    .executeTakeFirst()
}

/** An `Organisation` as JSON, or null, as an expression for the caller's own statement. */
export function organisationSql(uscc: string): string {
  return `(select jsonb_build_object('uscc', uscc, 'name', name, 'divisionCode', division_code, 'shortName', short_name,
    'reviewAuthority', review_authority, 'court', court) from organisation o where o.uscc = ${uscc})`
}

/** The divisions with these codes, lowest level first. */
export async function divisionsIn(tx: Tx, codes: readonly string[]): Promise<Division[]> {
  return divisions(tx).where('code', 'in', codes).orderBy('level', 'desc').execute()
}

export async function hasDivisions(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('division').select('code').limit(1).execute()).length > 0
}

/** The divisions directly below one, by code. */
export async function divisionsBelow(tx: Tx, code: string | null): Promise<Division[]> {
  return divisions(tx)
    .where('parent_code', code === null ? 'is' : '=', code)
    .orderBy('code')
    .execute()
}

export async function putPlace(tx: Tx, place: Place): Promise<void> {
  const { code, name, divisionCode, address, hours } = place
  const values = { name, division_code: divisionCode, address, hours: JSON.stringify(hours) }
  await tx
    .insertInto('service_place')
    .values({ code, ...values })
    .onConflict((taken) => taken.column('code').doUpdateSet(values))
    .execute()
}

export async function findPlace(tx: Tx, code: string): Promise<Place | undefined> {
  const row = await tx
    .selectFrom('service_place')
    .select(['code', 'name', 'division_code as divisionCode', 'address', 'hours'])
    .where('code', '=', code)
    .executeTakeFirst()
  return row && { ...row, hours: row.hours as ServiceHours } // written by definePlace only, which checked it
}

/**
 * Service places for whoever lives in a division: its own first, then those of the divisions above it, then those below.
 *
 * @param chain  the division and those above it, nearest first; null: no division in particular
 * @param prefix what all codes below begin with
 */
export async function placesFor(tx: Tx, chain: readonly string[] | null, prefix: string, limit: number): Promise<PlaceView[]> {
  const { rows } = await sql<PlaceView>`
    select p.code, p.name, p.division_code as "divisionCode", d.name as "divisionName", address, hours
    from service_place p join division d on d.code = p.division_code
    where ${chain}::text[] is null or p.division_code = any(${chain}::text[]) or starts_with(p.division_code, ${prefix})
    order by array_position(${chain}::text[], p.division_code), p.division_code, p.code limit ${limit}`.execute(tx)
  return rows
}

export async function putWindow(tx: Tx, { placeCode, code, name }: PlaceWindow): Promise<void> {
  await tx
    .insertInto('service_window')
    .values({ place_code: placeCode, code, name })
    .onConflict((taken) => taken.columns(['place_code', 'code']).doUpdateSet({ name }))
    .execute()
}

/** The windows of a place, by code. */
export async function windowsOf(tx: Tx, placeCode: string): Promise<PlaceWindow[]> {
  return tx
    .selectFrom('service_window')
    .select(['place_code as placeCode', 'code', 'name'])
    .where('place_code', '=', placeCode)
    .orderBy('code')
    .execute()
}

function divisions(tx: Tx) {
  return tx.selectFrom('division').select(['code', 'name', 'level', 'parent_code as parentCode'])
}

import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { type AccessRow, accessesOf, findAccount, maskedNames } from '../../identity/index.ts'
import { officesBehind } from '../../staff/index.ts'
import { type Look, type Looks, looksPage } from './contract.ts'

/**
 * Who saw the caller's data, newest first: every look that is on record, with the office or the agent, and the case it was for.
 *
 * @param before the `next` of the page before; null: from the newest on
 * @source 个人信息保护法 44, 45
 */
export async function looksAt(tx: Tx, before: number | null, actor: Actor): Promise<Looks> {
  if (actor.subject === null) return { looks: [], next: null }
  const rows = await accessesOf(tx, actor.subject, looksPage + 1, before)
  const shown = rows.slice(0, looksPage)
  const offices = await officesBehind(tx, shown)
  const agents = await agentsAmong(tx, shown)
  const cases = await casesAmong(tx, shown)
  return {
    looks: shown.map((row) => lookOf(row, offices.get(row.authority) ?? offices.get(row.actor), agents.get(row.actor), cases)),
    next: rows.length > looksPage ? (shown.at(-1)?.seq ?? null) : null,
  }
}

type Office = { readonly roleName: string; readonly organName: string | null }
type About = NonNullable<Look['about']>

function lookOf(row: AccessRow, office: Office | undefined, agent: string | undefined, cases: ReadonlyMap<string, About>): Look {
  const { seq, at, purpose, fields, caseId } = row
  return {
    seq,
    at,
    by: isAgent(row) ? 'agent' : office === undefined ? 'console' : 'office',
    organName: isAgent(row) ? null : (office?.organName ?? null),
    roleName: isAgent(row) ? null : (office?.roleName ?? null),
    name: isAgent(row) ? (agent ?? null) : null,
    purpose,
    fields,
    about: caseId === null ? null : (cases.get(caseId) ?? null),
  }
}

function isAgent({ authority }: AccessRow): boolean {
  return /^(delegation|representative):/.test(authority)
}

/** Masked names of those who act for others, by account. */
async function agentsAmong(tx: Tx, rows: readonly AccessRow[]): Promise<Map<string, string>> {
  const persons = new Map<string, string>()
  for (const actor of new Set(rows.filter(isAgent).map((row) => row.actor))) {
    const account = await findAccount(tx, actor)
    if (account !== undefined) persons.set(actor, account.person_id)
  }
  const names = await maskedNames(tx, [...persons.values()])
  return new Map([...persons].flatMap(([actor, person]) => (names.has(person) ? [[actor, names.get(person) ?? '']] : [])))
}

async function casesAmong(tx: Tx, rows: readonly AccessRow[]): Promise<Map<string, About>> {
  const ids = [...new Set(rows.flatMap(({ caseId }) => caseId ?? []))]
  const found = await sql<{ case_id: string; number: string; version_id: string }>`
    select case_id, number, version_id from case_state where case_id = any(${ids}::uuid[])`.execute(tx)
  const cases = new Map<string, About>()
  for (const { case_id: caseId, number, version_id } of found.rows) {
    cases.set(caseId, { caseId, number, itemName: (await definitionOf(tx, version_id)).name })
  }
  return cases
}

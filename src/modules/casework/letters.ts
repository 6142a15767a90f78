import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { type ContentOf, type DocumentKind, draft, MissingGlyph, NoOrganName, type StampOf } from '../document/index.ts'
import { PersonNotFound } from '../identity/index.ts'
import type { Organisation } from '../region/index.ts'
import type { IssuedDocument, Letterhead } from './case.ts'
import { queryCodeOf } from './query-code.ts'
import type { CaseFile } from './service.ts'

/** A case as far as a letter names it. */
export type Addressed = {
  readonly caseId: string
  readonly number: string
  readonly applicantId: string
  readonly itemCode: string
  readonly item: ItemDefinition
  readonly letterhead: Letterhead
}

/** An open case as a letter names it. */
export function addressed({ state, letterhead }: CaseFile, item: ItemDefinition): Addressed {
  const { caseId, number, applicantId, itemCode } = state
  return { caseId, number, applicantId, itemCode, item, letterhead }
}

type Head = 'organisation' | 'item' | 'applicant' | 'caseNumber' | 'query' | 'issuedOn'

/** Why a letter may not be written, and with it the act not done. */
export const letterRefusals = [NoOrganName, MissingGlyph, PersonNotFound] as const

/** Says where the public finds the platform; letters carry it as text and as a code to scan. Called once, at start. */
export function setPublicAddress(url: string): void {
  publicAddress = url.replace(/\/+$/, '')
}

let publicAddress = 'http://127.0.0.1:8080'

/** A kind of letter for permits, and its counterpart for everything else. */
export type Pair<K extends DocumentKind> = readonly [permit: K, other: K]

/**
 * Writes a letter 文书 of a case within the act that makes it: number, head and content are fixed together with the event. Printing comes later.
 *
 * @param kinds   what it is for a permit, and for any other kind of item
 * @param content what stands in it beside the head; given the organisation, for its remedies
 * @throws Refusal(document.no_organ_name) the organisation has no short name for its numbers
 * @throws Refusal(document.missing_glyph) a character that cannot be printed
 */
export async function writeLetter<K extends DocumentKind>(
  tx: Tx,
  to: Addressed,
  kinds: Pair<K>,
  content: (organisation: Organisation | null) => Omit<ContentOf<K>, Head>,
  now: Now,
): Promise<IssuedDocument> {
  const { item, letterhead } = to
  const { organisation } = letterhead
  const kind = item.ruleSet === 'permit' ? kinds[0] : kinds[1]
  const head = {
    organisation: item.organ.name,
    item: { name: item.name, code: to.itemCode },
    applicant: { name: letterhead.applicantName() },
    caseNumber: to.number,
    query: { url: `${publicAddress}/progress?number=${to.number}`, phone: phoneOf(item) },
    issuedOn: now.today,
  }
  return draft(
    tx,
    {
      kind,
      caseId: to.caseId,
      organisationId: item.organ.uscc ?? '',
      organ: organisation?.shortName ?? null,
      content: { ...head, ...content(organisation) } as ContentOf<K>,
    },
    now,
  )
}

/** What a letter is printed with besides its content: the event that issued it, and the query code of its case. */
export const stampOf: StampOf = async (tx, { caseId, documentId }) => {
  const event = await tx
    .selectFrom('case_event')
    .select(['seq', 'hash'])
    .where('case_id', '=', caseId)
    .where(sql`body #>> '{document,documentId}'`, '=', documentId)
    .executeTakeFirst()
  const record = event === undefined ? null : { seq: event.seq, hash: event.hash.toString('hex') }
  return { record, queryCode: queryCodeOf(caseId) }
}

/** Where one may turn, as far as the organisation has said it. @source 行政复议法 20; 行政诉讼法 46 */
export function remediesOf(organisation: Organisation | null): ContentOf<'D05'>['remedies'] {
  const { reviewAuthority = null, court = null } = organisation ?? {}
  return {
    review: reviewAuthority === null ? null : { organs: [reviewAuthority], url: null },
    suit: court === null ? null : { court },
  }
}

function phoneOf(item: ItemDefinition): string | null {
  const { phone } = item.contact
  return phone === null || phone.length > 40 ? null : phone
}

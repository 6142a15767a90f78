import type { Tx } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { type ContentOf, type DocumentKind, draft } from '../document/index.ts'
import { readPerson } from '../identity/index.ts'
import { findOrganisationByUscc, type Organisation } from '../region/index.ts'
import type { IssuedDocument } from './case.ts'

/** A case as far as a letter names it. */
export type Addressed = {
  readonly caseId: string
  readonly number: string
  readonly applicantId: string
  readonly itemCode: string
  readonly item: ItemDefinition
}

type Head = 'organisation' | 'item' | 'applicant' | 'caseNumber' | 'query' | 'issuedOn'

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
  content: (organisation: Organisation | undefined) => Omit<ContentOf<K>, Head>,
  now: Now,
): Promise<IssuedDocument> {
  const { item } = to
  const kind = item.ruleSet === 'permit' ? kinds[0] : kinds[1]
  const uscc = item.organ.uscc ?? ''
  const organisation = await findOrganisationByUscc(tx, uscc)
  const { name } = await readPerson(tx, to.applicantId)
  const head = {
    organisation: item.organ.name,
    item: { name: item.name, code: to.itemCode.slice(0, 60) },
    applicant: { name },
    caseNumber: to.number,
    query: { url: `/progress?number=${to.number}`, phone: phoneOf(item) },
    issuedOn: now.today,
  }
  return draft(
    tx,
    {
      kind,
      caseId: to.caseId,
      organisationId: uscc,
      organ: organisation?.shortName ?? null,
      content: { ...head, ...content(organisation) } as ContentOf<K>,
    },
    now,
  )
}

/** Where one may turn, as far as the organisation has said it. @source 行政复议法 20; 行政诉讼法 46 */
export function remediesOf(organisation: Organisation | undefined): ContentOf<'D05'>['remedies'] {
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

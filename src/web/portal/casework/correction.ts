import type { Shortfall } from '../../../modules/intake/contract.ts'

/** The one notice 补正告知 as the record holds it. */
export type Notice = { readonly shortfalls: readonly Shortfall[]; readonly at: string; readonly documentId: string | null }

/** A file handed in for a demand, kept in the address until all are submitted together. */
export type GivenFile = { readonly code: string; readonly fileId: string }

type Noticed = { kind: string; at: string; body: { shortfalls: Shortfall[]; document?: { documentId: string } } }

/** The notice among the events of a case; null when there was none. It is given once. @source 行政许可法 32(四) */
export function findNotice(events: readonly Record<string, unknown>[]): Notice | null {
  const found = events.find(({ kind }) => kind === 'askCorrection') as Noticed | undefined
  if (found === undefined) return null
  const { shortfalls, document } = found.body
  return { shortfalls, at: found.at, documentId: document?.documentId ?? null }
}

/** 'M01.<file>_M02.<file>': what an address carries. */
export const givenPattern = '^[0-9A-Za-z]{1,20}\\.[0-9a-f-]{36}(_[0-9A-Za-z]{1,20}\\.[0-9a-f-]{36})*$'

/** How many files one correction can bring, so that the address stays one that browsers take. */
export const mostFiles = 60

export function givenIn(text: string | undefined): GivenFile[] {
  return (text ?? '')
    .split('_')
    .filter((one) => one !== '')
    .map((one) => {
      const [code = '', fileId = ''] = one.split('.')
      return { code, fileId }
    })
}

/** The address of the page with these files. */
export function addressWith(caseId: string, given: readonly GivenFile[]): string {
  const query = given.map(({ code, fileId }) => `${code}.${fileId}`).join('_')
  return `/cases/${caseId}/correction${query === '' ? '' : `?given=${query}`}`
}

import { seal, unseal } from '../../../../kernel/secrets.ts'
import type { DraftValue } from '../contract.ts'

/** An answer as it is kept: closed under a name that no other answer has. */
export function boxed(draftId: string, path: string, value: Exclude<DraftValue, null>): Buffer {
  return seal(sealName(draftId, path), JSON.stringify(value))
}

/** An answer as it was said; null: it was taken back. */
export function opened(draftId: string, path: string, box: Buffer | null): DraftValue {
  return box === null ? null : JSON.parse(unseal(sealName(draftId, path), box))
}

function sealName(draftId: string, path: string): string {
  return `draft:${draftId}:${path}`
}

import { lookup } from '../../kernel/secrets.ts'

/** The code in a link, with which one rates without signing in. It cannot be derived without a key that lies outside the database. */
export function codeOf(invitationId: string): string {
  return Array.from(lookup('rating.code', invitationId).subarray(0, 12), (byte) => alphabet[byte & 31]).join('')
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXYZ'

/** Where one rates without signing in. */
export function linkOf(invitationId: string): string {
  return `/rate/${invitationId}?code=${codeOf(invitationId)}`
}

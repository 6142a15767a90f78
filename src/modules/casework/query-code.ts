import { lookup } from '../../kernel/secrets.ts'

/**
 * The query code 查询码 that shows progress without signing in. It cannot be derived from the number without a key that lies outside
 * the database, and stands nowhere in it.
 */
export function queryCodeOf(caseId: string): string {
  const bytes = lookup('case.query_code', caseId)
  return Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte & 31]).join('')
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXYZ'

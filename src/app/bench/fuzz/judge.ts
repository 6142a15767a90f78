import type { Operation, Sent } from './requests.ts'

/** An answer, as far as it is judged. */
export type Answer = { readonly status: number; readonly type: string; readonly text: string }

/** Words that only our insides use. */
const insides =
  /node_modules|\bat .+:\d+:\d+|\/src\/|\/work\/|\.ts:\d|"stack"|\b(select|insert into|update|delete from) [a-z_]+ (from|set|where|\()|relation "|violates|constraint|duplicate key|pg_|postgres|kysely|fastify|FST_|ECONN|SQLSTATE|TypeError|RangeError|SyntaxError|ReferenceError|undefined|\[object |case_event|case_state|case_fact|request_key|log_inbox|issued_document|number_series/i

/** What is wrong with an answer, or null. */
export function faultOf(sent: Sent, answer: Answer): string | null {
  const { status, text, type } = answer
  if (status >= 500 && status !== 503) return 'a server error'
  if (status >= 200 && status < 300) return null // holds what people said, odd as it may be
  if (insides.test(withoutEcho(text, sent))) return 'says something of our insides'
  if (sent.method === 'HEAD') return null
  if (!type.startsWith('application/json')) return `a ${status} that is no JSON`
  const refusal = parsed(text)
  if (refusal === null) return `a ${status} that is no typed refusal`
  if (!/[\u4e00-\u9fff].*[。！]$/s.test(refusal.message)) return 'a refusal without a Chinese sentence'
  if (sent.operation !== null && !declared(sent.operation, status).includes(refusal.code))
    return `${status} ${refusal.code} is not declared`
  return null
}

/** Codes that the document has for this route and status. */
function declared(operation: Operation, status: number): readonly unknown[] {
  const schema = operation.responses[String(status)]?.content?.['application/json']?.schema
  return schema?.properties?.refusal?.properties?.code?.enum ?? []
}

function parsed(text: string): { code: string; message: string } | null {
  try {
    const { refusal } = JSON.parse(text)
    return typeof refusal?.code === 'string' && typeof refusal.message === 'string' && typeof refusal.facts === 'object'
      ? refusal
      : null
  } catch {
    return null
  }
}

/** The names of what was sent wrongly come back in a refusal; they are no insides of ours. */
function withoutEcho(text: string, { url, payload }: Sent): string {
  const said = `${safelyDecoded(url)} ${payload === undefined ? '' : payload.toString()}`
  return text.replaceAll(/"([^"\\]{4,})"/g, (whole, inner: string) => (said.includes(inner) ? '""' : whole))
}

function safelyDecoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

const names = new Map<string, string>()
const mostNames = 1_000 // texts that vary without end (long value lists) stay unnamed

/** The name under which connections learn a statement, or undefined where it is not worth one. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= mostNames || /^(begin|commit|rollback|start|savepoint|release)/i.test(text)) return undefined
  const name = `y${names.size}`
  names.set(text, name)
  return name
}

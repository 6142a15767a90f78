/** Whether the database refused a row because its key is taken; with `constraint`, because of that one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return hasCode(error, '23505') && (constraint === undefined || (error as { constraint?: string }).constraint === constraint)
}

/** Whether the database refused a row because what it points at is missing. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, '23503')
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: string }).code === code
}

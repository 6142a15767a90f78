/** A row of a foreign list. Values are read one by one; whatever is wrong is noted in `faults`, so that a row's faults come all at once. */
export type Fields = {
  readonly faults: string[]
  has(key: string): boolean
  /** Text without outer blanks; null when absent or blank. */
  findText(key: string, most: number): string | null
  /** Text that must be there. */
  text(key: string, most: number): string
  findInteger(key: string, least: number, most: number): number | null
  findBoolean(key: string): boolean | null
  /** A list of texts; empty when absent. */
  texts(key: string, most: number, mostEach: number): string[]
}

/** Reads a JSON object's own members; inherited and unknown ones do not exist. */
export function fieldsOf(row: object): Fields {
  const faults: string[] = []
  const value = (key: string): unknown => (Object.hasOwn(row, key) ? (row as Record<string, unknown>)[key] : null) ?? null

  function textOf(key: string, raw: unknown, most: number): string | null {
    if (raw === null) return null
    if (typeof raw !== 'string') return fault(`${key} 应当是文字`)
    if (raw.length > most) return fault(`${key} 超过 ${most} 个字`)
    if (!raw.isWellFormed() || unprintable.test(raw)) return fault(`${key} 含有不可见的控制字符或残缺文字`)
    return raw.replaceAll('\r\n', '\n').trim() || null
  }

  function fault(message: string): null {
    faults.push(message)
    return null
  }

  return {
    faults,
    has: (key) => value(key) !== null,
    findText: (key, most) => textOf(key, value(key), most),
    text: (key, most) => {
      const before = faults.length
      const found = textOf(key, value(key), most)
      if (found === null && faults.length === before) fault(`缺 ${key}`)
      return found ?? ''
    },
    findInteger: (key, least, most) => {
      const raw = value(key)
      if (raw === null) return null
      if (typeof raw !== 'number' || !Number.isInteger(raw)) return fault(`${key} 应当是整数`)
      return raw < least || raw > most ? fault(`${key} 应当在 ${least} 到 ${most} 之间`) : raw
    },
    findBoolean: (key) => {
      const raw = value(key)
      return raw === null || typeof raw === 'boolean' ? raw : fault(`${key} 应当是 true 或 false`)
    },
    texts: (key, most, mostEach) => {
      const raw = value(key)
      if (raw === null) return []
      if (!Array.isArray(raw)) return fault(`${key} 应当是列表`) ?? []
      if (raw.length > most) return fault(`${key} 超过 ${most} 项`) ?? []
      return [...new Set(raw.flatMap((each) => textOf(key, each, mostEach) ?? []))]
    },
  }
}

// Control characters but tab, line feed and carriage return.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

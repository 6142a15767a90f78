/** A source of numbers that the same seed repeats. */
export type Dice = {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
}

/** mulberry32: small, and the same on every machine. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const below = (most: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * most)
  }
  return {
    below,
    pick: (from) => {
      const found = from[below(from.length)]
      if (found === undefined) throw new RangeError('nothing to pick from')
      return found
    },
  }
}

const whenNull: Readonly<Record<string, string>> = {
  text: 'x',
  date: '2026-01-01',
  bytea: '\\x00',
  uuid: '00000000-0000-4000-8000-000000000000',
}

/**
 * The value with one bit changed, as text that the database reads again.
 *
 * @param type  the database's name of the type
 * @param value as the database writes it; null gets a value
 * @returns null when this bit gives nothing that can be written
 */
export function flipped(type: string, value: string | null, rng: Dice): string | null {
  if (value === null) return whenNull[type] ?? null
  switch (type) {
    case 'int2':
    case 'int4':
    case 'int8':
      return String(Number(BigInt(value) ^ (1n << BigInt(rng.below(type === 'int2' ? 15 : 31)))))
    case 'uuid':
      return flippedHex(value, rng, 0)
    case 'bytea':
      return value.length > 2 ? flippedHex(value, rng, 2) : '\\x01'
    case 'date':
      return dayWithFlippedBit(value, rng)
    case 'timestamptz':
      return `${BigInt(value) ^ (1n << BigInt(rng.below(50)))}`
    default:
      return flippedText(value, rng)
  }
}

function flippedHex(text: string, rng: Dice, from: number): string {
  for (;;) {
    const at = from + rng.below(text.length - from)
    const digit = Number.parseInt(text[at] ?? '', 16)
    if (!Number.isNaN(digit)) return text.slice(0, at) + (digit ^ (1 << rng.below(4))).toString(16) + text.slice(at + 1)
  }
}

function dayWithFlippedBit(day: string, rng: Dice): string {
  const days = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) ^ (1 << rng.below(15))
  return new Date(days * 86_400_000).toISOString().slice(0, 10)
}

function flippedText(text: string, rng: Dice): string | null {
  const bytes = Buffer.from(text)
  if (bytes.length === 0) return 'x'
  const at = rng.below(bytes.length)
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << rng.below(8)), at)
  const changed = bytes.toString('utf8')
  return changed.includes('\0') || !Buffer.from(changed).equals(bytes) ? null : changed
}

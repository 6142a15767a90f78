import type { LevelCode } from '../../../modules/rating/contract.ts'

/** The face of a mark. It never stands without its words. */
export function Face({ level }: { level: LevelCode }) {
  return (
    <svg className="face" viewBox="0 0 56 56" aria-hidden="true">
      <circle cx="28" cy="28" r="24" />
      <path d="M20 22v3M36 22v3" />
      {mouths[level].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}

const mouths: Readonly<Record<LevelCode, readonly string[]>> = {
  5: ['M16 32c3 9 21 9 24 0Z'],
  4: ['M17 33c4 7 18 7 22 0'],
  3: ['M19 36h18'],
  2: ['M18 39c4-6 16-6 20 0'],
  1: ['M17 40c4-8 18-8 22 0', 'm16 17 6 2M40 17l-6 2'],
}

import type pg from 'pg'

const firstYear = 2025 // no case is older than the platform
const yearsAhead = 3 // a partition must stand before the first case of its year comes

/**
 * Makes the yearly partitions of `case_event` through three years ahead, where they are missing. Ids of cases are UUID v7, so a
 * range of ids is a range of time; years begin at midnight UTC here. Does nothing before the table exists.
 *
 * @param nowYear the current year
 * @returns names of the partitions made now
 */
export async function ensurePartitions(client: pg.ClientBase, nowYear: number): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname like 'case_event%'`,
  )
  const present = new Set(rows.map((row) => row.name))
  if (!present.has('case_event')) return []
  const made: string[] = []
  for (let year = firstYear; year <= nowYear + yearsAhead; year++) {
    const name = partitionOf(year)
    if (present.has(name)) continue
    await client.query(
      `create table ${name} partition of case_event for values from ('${firstIdOf(year)}') to ('${firstIdOf(year + 1)}')`,
    )
    made.push(name)
  }
  return made
}

/** Name of the partition that holds a year's cases. */
export function partitionOf(year: number): string {
  return `case_event_${year}`
}

/** The lowest UUID v7 that can be made in a year. */
export function firstIdOf(year: number): string {
  const hex = Date.UTC(year, 0, 1).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

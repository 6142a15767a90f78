/** A row of a list of divisions: `code` and `parentCode` have 12 digits, `level` is 1 省 … 5 村. */
export type DivisionRow = { code: string; name: string; level: number; parentCode: string | null }

/** A row of a list of organisations. `uscc` is checked for shape only: some real codes have a wrong check character. */
export type OrganisationRow = { uscc: string; name: string; divisionCode: string }

/**
 * The code of a place and of every place above it, nearest first: '511602' → 广安区, 广安市, 四川省.
 *
 * @param code 2 to 12 digits of a division code; missing ones are zeros
 * @returns 12-digit codes; a city without counties (东莞) appears once
 * @throws RangeError if it is not 2 to 12 digits
 */
export function chainOfCodes(code: string): string[] {
  if (!/^[0-9]{2,12}$/.test(code)) throw new RangeError(`not a division code: ${code}`)
  const whole = code.padEnd(12, '0')
  const chain = [12, 9, 6, 4, 2].map((digits) => whole.slice(0, digits).padEnd(12, '0'))
  return [...new Set(chain)]
}

/** The digits that all divisions below one begin with: '440100000000' → '4401'. */
export function prefixOf(code: string): string {
  const whole = code.padEnd(12, '0')
  const digits = [2, 4, 6, 9, 12].find((count) => /^0*$/.test(whole.slice(count)))
  return whole.slice(0, digits)
}

/**
 * What is wrong with a list of divisions, row by row. Empty means it may be imported.
 * Every row must stand under the place that its digits name, so that a chain can be read off a code.
 */
export function divisionFaults(rows: readonly DivisionRow[]): string[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const fault = divisionFault(row) ?? (seen.has(row.code) ? 'stands twice' : null)
    seen.add(row.code)
    return fault === null ? [] : [`${row.code} ${row.name}: ${fault}`]
  })
}

/**
 * Reads a list of divisions: CSV with the columns code, name, level, parentCode, without quotes.
 * A row that is its own parent is left out: the list puts it where a city has no counties, or a county no streets.
 */
export function divisionsFrom(csv: string): DivisionRow[] {
  return recordsFrom(csv)
    .filter((row) => row.code !== row.parentCode)
    .map((row) => ({ code: row.code ?? '', name: row.name ?? '', level: Number(row.level), parentCode: row.parentCode || null }))
}

/**
 * Reads a list of departments: CSV with the columns uscc, dept, areaCode, itemCount, without quotes.
 * Of several names under one code the one with most items stays.
 */
export function organisationsFrom(csv: string): OrganisationRow[] {
  const rows = recordsFrom(csv).sort((a, b) => Number(a.itemCount) - Number(b.itemCount))
  const byUscc = new Map(rows.map((row) => [row.uscc, row]))
  return [...byUscc.values()].map((row) => ({ uscc: row.uscc ?? '', name: row.dept ?? '', divisionCode: row.areaCode ?? '' }))
}

function divisionFault({ code, name, level, parentCode }: DivisionRow): string | null {
  if (!/^[0-9]{12}$/.test(code)) return 'code has not 12 digits'
  if (name === '') return 'no name'
  const [own, above = null] = chainOfCodes(code)
  if (own !== code || above !== parentCode) return `stands under ${parentCode}, its digits say ${above}`
  if (code.slice(levelDigits(level)) !== '0'.repeat(12 - levelDigits(level))) return `too many digits for level ${level}`
  return (level === 1) === (parentCode === null) ? null : 'only level 1 has nothing above'
}

function levelDigits(level: number): number {
  return [2, 4, 6, 9, 12][level - 1] ?? 0
}

function recordsFrom(csv: string): Record<string, string>[] {
  if (csv.includes('"')) throw new RangeError('quoted CSV')
  const [head = '', ...lines] = csv.split('\n').filter((line) => line !== '')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [names[at] ?? '', value])))
}

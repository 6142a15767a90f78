/** Days in weeks from Monday, each week with a name to read out: how every explanation of a date is laid out. */
export function weeksOf<D extends { readonly date: string }>(
  days: readonly D[],
): { readonly name: string; readonly days: readonly D[] }[] {
  const weeks = new Map<string, D[]>()
  for (const day of days) {
    const monday = mondayOf(day.date)
    weeks.set(monday, [...(weeks.get(monday) ?? []), day])
  }
  return [...weeks].map(([monday, list]) => ({ name: `${textOf(monday)}起的一周`, days: list }))
}

function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

function textOf(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

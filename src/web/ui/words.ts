import type { ServiceHours } from '../../modules/region/contract.ts'

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const

/** A day as people say it: '3月12日（周四）'; with the year when it is not this one. */
export function dayText(day: string, today?: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]
  const isThisYear = today === undefined || today.startsWith(`${year}-`)
  return `${isThisYear ? '' : `${year}年`}${month}月${date}日（${weekday}）`
}

const unitNames = { workday: '个工作日', day: '日', month: '个月', year: '年' } as const

/** A limit in words: '20 个工作日', '6 个月'. */
export function limitText(limit: { days: number; unit: keyof typeof unitNames }): string {
  return `${limit.days} ${unitNames[limit.unit]}`
}

const dayNames = ['一', '二', '三', '四', '五', '六', '日'] as const

/** When a place serves, a line for each run of days: '周一至周五 9:00–12:00，13:00–17:00'; seasons are named. */
export function hoursText(hours: ServiceHours): string[] {
  const lines = new Map<string, string[]>()
  for (const { days, opens, closes, fromDay, toDay } of hours) {
    const season = fromDay === null || toDay === null ? '' : `${seasonDay(fromDay)}至${seasonDay(toDay)} `
    const when = `${season}${daysText(days)}`
    lines.set(when, [...(lines.get(when) ?? []), `${timeText(opens)}–${timeText(closes)}`])
  }
  return [...lines].map(([when, times]) => `${when} ${times.join('，')}`)
}

function daysText(days: readonly number[]): string {
  const sorted = [...days].sort()
  const [first = 1, last = first] = [sorted[0], sorted.at(-1)]
  const isRun = sorted.length > 2 && last - first === sorted.length - 1
  const name = (day: number) => dayNames[day - 1] ?? ''
  return isRun ? `周${name(first)}至周${name(last)}` : sorted.map((day) => `周${name(day)}`).join('、')
}

function seasonDay(day: string): string {
  const [month = 1, date = 1] = day.split('-').map(Number)
  return `${month}月${date}日`
}

function timeText(time: string): string {
  return time.replace(/^0/, '')
}

/** The day of an instant in Asia/Shanghai, 'YYYY-MM-DD'. */
export function dayAt(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10)
}

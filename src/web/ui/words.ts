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

import type { NoticeDay } from '../../../modules/clock/contract.ts'
import { nextDay, weekdayOf } from './year.ts'

/** A notice as it was pasted or read from a file: what could be made out, and what ought to be looked at. */
export type ReadNotice = {
  readonly year: number | null
  readonly title: string | null
  readonly knownOn: string | null
  readonly source: string | null
  readonly days: readonly NoticeDay[]
  /** Sentences for whoever pasted it. Empty: nothing looks wrong. */
  readonly doubts: readonly string[]
}

/**
 * Reads a notice on holidays in whichever form it comes: the text as published, JSON (ours or that of the public holiday lists), or
 * lines of day, kind and name. Nothing is guessed: what cannot be read is named.
 */
export function readNotice(text: string): ReadNotice {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') return { ...nothing, doubts: [] }
  if (/^[[{]/.test(trimmed)) return readJson(trimmed)
  return /放假|上班/.test(trimmed) && /\d+月\d+日/.test(trimmed) ? readText(trimmed) : readLines(trimmed)
}

const nothing: ReadNotice = { year: null, title: null, knownOn: null, source: null, days: [], doubts: [] }

function readJson(text: string): ReadNotice {
  const parsed = parsedJson(text)
  const whole = isRecord(parsed) ? parsed : { days: parsed }
  if (!Array.isArray(whole.days)) return { ...nothing, doubts: ['这份 JSON 里没有 days，读不出放假和上班的日子。'] }
  const doubts: string[] = []
  const days = whole.days.flatMap((row: unknown, n): NoticeDay[] => {
    const { on, date, kind, isOffDay, name } = isRecord(row) ? row : {}
    const day = realDay(String(on ?? date ?? ''))
    const said = kindOf(String(kind ?? isOffDay ?? ''))
    if (day !== null && said !== null && typeof name === 'string' && name !== '') return [{ on: day, kind: said, name }]
    doubts.push(`第 ${n + 1} 行读不懂：要有日期、放假还是上班、节日名称。`)
    return []
  })
  const [paper] = Array.isArray(whole.papers) ? whole.papers : []
  return {
    year: typeof whole.year === 'number' ? whole.year : yearIn(days),
    title: textOrNull(whole.title),
    knownOn: realDay(String(whole.knownOn ?? '')),
    source: textOrNull(whole.source ?? paper),
    days: inOrder(days),
    doubts: [...doubts, ...doubtsOf(days)],
  }
}

function readLines(text: string): ReadNotice {
  const doubts: string[] = []
  const days = text.split(/\r?\n/).flatMap((line, n): NoticeDay[] => {
    if (line.trim() === '' || (n === 0 && !/\d/.test(line))) return [] // a line of headings
    const cells = line.split(/[,，;；\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const on = cells.map(realDay).find((day) => day !== null)
    const kind = cells.map(kindOf).find((said) => said !== null)
    const name = cells.find((cell) => cell !== '' && realDay(cell) === null && kindOf(cell) === null)
    if (on && kind && name) return [{ on, kind, name }]
    doubts.push(`第 ${n + 1} 行读不懂：“${line.slice(0, 30)}”。每行写日期、放假或者上班、节日名称，用逗号隔开。`)
    return []
  })
  return { ...nothing, year: yearIn(days), days: inOrder(days), doubts: [...doubts, ...doubtsOf(days)] }
}

const section =
  /[一二三四五六七八九十]+、\s*([^：:。\n]{2,20})[：:]([\s\S]*?)(?=[一二三四五六七八九十]+、[^：:。\n]{2,20}[：:]|$)/g

/** The text of a notice as the State Council's office writes it: a numbered paragraph a holiday, '…放假', '…上班'. */
function readText(text: string): ReadNotice {
  const year = Number((/(?:关于|现将)\s*(\d{4})年/.exec(text) ?? /(\d{4})年/.exec(text))?.[1] ?? Number.NaN)
  const title = /国务院办公厅关于[^。，,]{4,40}?通知/.exec(text)?.[0].replace(/\s/g, '') ?? null
  if (Number.isNaN(year)) return { ...nothing, title, doubts: ['文中没有写是哪一年的安排，请连同标题一起粘贴。'] }
  const doubts: string[] = []
  const days: NoticeDay[] = []
  for (const [, name = '', body = ''] of text.matchAll(section)) {
    for (const sentence of body.split(/[。；;]/)) {
      const isOff = sentence.includes('放假')
      if (!isOff && !sentence.includes('上班')) continue
      const said = isOff ? sentence.slice(0, sentence.indexOf('放假')) : sentence
      const { found, wrong } = daysIn(said, year)
      doubts.push(...wrong)
      for (const on of found) days.push({ on, kind: isOff ? 'holiday' : 'makeup', name: name.trim() })
      const count = /共\s*(\d+)\s*天/.exec(sentence)?.[1]
      if (isOff && count !== undefined && Number(count) !== found.length)
        doubts.push(`${name}写的是共 ${count} 天，读出来是 ${found.length} 天，请核对。`)
    }
  }
  if (days.length === 0) doubts.push('没有读出放假和上班的日子。每个节日一段，形如“一、元旦：1月1日至3日放假。1月4日上班。”')
  const published = publishedOn(text)
  return { ...nothing, year, title, knownOn: published, days: inOrder(days), doubts: [...doubts, ...doubtsOf(days)] }
}

const oneDay = '(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})日(（[^）]*）|\\([^)]*\\))?'
const stretch = new RegExp(`${oneDay}(?:\\s*(?:至|到|—|-)\\s*${oneDay})?`, 'g')
const weekdays = '一二三四五六日'

/** The days of a sentence: single ones, and stretches from one to another; a month not repeated is that before it. */
function daysIn(sentence: string, year: number): { found: string[]; wrong: string[] } {
  const found: string[] = []
  const wrong: string[] = []
  let month = 0
  let ofYear = year
  const read = (said: { y: string | undefined; m: string | undefined; d: string; paren: string | undefined }): string | null => {
    const before = month
    month = said.m === undefined ? month : Number(said.m)
    if (said.y !== undefined) ofYear = Number(said.y)
    else if (before === 12 && month === 1) ofYear += 1
    const day = realDay(`${ofYear}-${pad(month)}-${pad(Number(said.d))}`)
    const weekday = /(?:周|星期)([一二三四五六日])/.exec(said.paren ?? '')?.[1]
    if (day === null) wrong.push(`没有 ${month}月${said.d}日 这一天。`)
    else if (weekday !== undefined && weekdays[weekdayOf(day)] !== weekday)
      wrong.push(`${month}月${said.d}日写的是周${weekday}，日历上是周${weekdays[weekdayOf(day)]}，请核对。`)
    return day
  }
  for (const [, y, m, d = '', paren, toY, toM, toD, toParen] of sentence.matchAll(stretch)) {
    const from = read({ y, m, d, paren })
    const to = toD === undefined ? from : read({ y: toY, m: toM, d: toD, paren: toParen })
    if (from === null || to === null) continue
    if (to < from) wrong.push(`${from} 至 ${to} 前后颠倒。`)
    for (let day = from; day <= to && found.length < 400; day = nextDay(day)) found.push(day)
  }
  return { found, wrong }
}

/** The date below the text, where it stands alone. */
function publishedOn(text: string): string | null {
  const [, y = '', m = '', d = ''] = /^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$/m.exec(text) ?? []
  return realDay(`${y}-${pad(Number(m))}-${pad(Number(d))}`)
}

function doubtsOf(days: readonly NoticeDay[]): string[] {
  const seen = new Set<string>()
  return days.flatMap(({ on, kind, name }) => {
    const twice = seen.has(on) ? [`${on} 出现了两次。`] : []
    seen.add(on)
    const isPlain = kind === 'makeup' && weekdayOf(on) < 5
    return isPlain ? [...twice, `${name}的 ${on} 本来就是工作日，不必调休上班，请核对。`] : twice
  })
}

const kinds: readonly (readonly [RegExp, NoticeDay['kind']])[] = [
  [/^(holiday|放假|休|休息|true)$/i, 'holiday'],
  [/^(makeup|上班|调休上班|调休|班|false)$/i, 'makeup'],
  [/^(closed|停止办公|停办)$/i, 'closed'],
]

function kindOf(said: string): NoticeDay['kind'] | null {
  return kinds.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

/** A day that exists, 'YYYY-MM-DD', also from '2026/1/4' and '2026年1月4日'; null for anything else. */
function realDay(said: string): string | null {
  const [, y = '', m = '', d = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(said.trim()) ?? []
  const day = `${y}-${pad(Number(m))}-${pad(Number(d))}`
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day ? day : null
}

/** The year of most of the days. */
function yearIn(days: readonly NoticeDay[]): number | null {
  const counts = new Map<number, number>()
  for (const { on } of days) counts.set(Number(on.slice(0, 4)), (counts.get(Number(on.slice(0, 4))) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

function inOrder(days: readonly NoticeDay[]): NoticeDay[] {
  return [...days].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

import type { Tx } from '../../../kernel/db/index.ts'
import type { EventRow } from '../../../kernel/log/index.ts'
import type { Day } from '../../../kernel/now.ts'
import { type NoticeRef, titlesOf } from '../../clock/index.ts'
import type { GenericBody } from '../case.ts'
import { timerName } from '../timers/rules.ts'

/** What the events that followed the calendar say, in a sentence each, by their number. */
export async function redatedWords(tx: Tx, events: readonly EventRow[]): Promise<ReadonlyMap<number, string>> {
  const redated = events.filter((event) => event.kind === 'redated')
  const titles = await titlesOf(tx, redated.flatMap(noticesIn))
  const titleOf = ({ layer, seq }: NoticeRef) => titles.find((one) => one.layer === layer && one.seq === seq)?.title ?? ''
  return new Map(redated.map((event) => [event.seq, sentence(event, titleOf)]))
}

function sentence(event: EventRow, titleOf: (notice: NoticeRef) => string): string {
  const notices = noticesIn(event).map((notice) => `《${titleOf(notice)}》（${notice.knownOn} 公布）`)
  const moved = event.body.moved as readonly { timer: string; from: Day | null; to: Day | null }[]
  const provisional = (event.body as GenericBody).timers?.filter((timer) => timer.isProvisional).map((timer) => timer.code) ?? []
  const each = moved.map(({ timer, from, to }) => {
    const certainty = provisional.includes(timer) ? '暂定' : '确定'
    return from === to
      ? `${timerName(timer)}仍为 ${say(to)}，现为${certainty}`
      : `${timerName(timer)}由 ${say(from)} 调整为 ${say(to)}`
  })
  return `${notices.length === 0 ? '按现行日历重新计算' : `因${notices.join('、')}`}，${each.join('，')}。`
}

function noticesIn(event: EventRow): readonly NoticeRef[] {
  return event.body.notices as unknown as readonly NoticeRef[]
}

function say(day: Day | null): string {
  return day ?? '待恢复计时后确定'
}

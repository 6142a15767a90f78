import type { TimerView } from '../../modules/casework/contract.ts'
import { dayText } from './words.ts'

/** How a clock stands, in a shape: ring running (as much as is left), two bars suspended, flag met, triangle near, filled triangle late. */
export function ClockShape({ timer }: { timer: TimerView }) {
  return (
    <svg className="i clock-shape" viewBox="0 0 24 24" aria-hidden="true">
      {shapes[timer.status](timer)}
    </svg>
  )
}

const round = 2 * Math.PI * 8

const shapes = {
  running: ({ remaining, limit }: TimerView) => (
    <>
      <circle cx="12" cy="12" r="8" className="clock-rest" strokeWidth="4" />
      <circle
        cx="12"
        cy="12"
        r="8"
        strokeWidth="4"
        strokeLinecap="butt"
        transform="rotate(-90 12 12)"
        strokeDasharray={`${round * Math.min(1, Math.max(0, (remaining ?? 0) / limit.days))} ${round}`}
      />
    </>
  ),
  warning: () => <path d="M12 4.5 20.5 19.5h-17Z" />,
  late: () => <path className="solid" d="M12 4.5 20.5 19.5h-17Z" />,
  suspended: () => <path d="M8.5 5v14M15.5 5v14" strokeWidth="4" strokeLinecap="butt" />,
  met: () => (
    <>
      <path d="M6 21V4" />
      <path className="solid" d="M6 4.5h12l-3 4 3 4H6Z" />
    </>
  ),
}

const kinds = { running: '', warning: 'near', late: 'late', suspended: 'hold', met: 'met' } as const

/** What a clock says in words: how much is left, and until which day. Never "near" or "soon". */
export function clockWords(timer: TimerView, today: string): { readonly left: string; readonly when: string } {
  const { status, remaining, dueOn, expectedOn, isProvisional, endedOn } = timer
  const sure = isProvisional ? '，暂定（次年放假安排未公布）' : ''
  if (status === 'met') return { left: '按时办结', when: endedOn === null ? '' : dayText(endedOn, today) }
  if (status === 'suspended') {
    const reason = timer.suspensions.findLast(({ to }) => to === null)?.reason ?? '特别程序'
    const when = expectedOn === null ? '恢复后另行告知' : `按计划结束的，最晚 ${dayText(expectedOn, today)}${sure}`
    return { left: `暂停计时：${reason}`, when }
  }
  const until = dueOn === null ? '' : `最晚 ${dayText(dueOn, today)}${sure}`
  if (status === 'late' && endedOn !== null) return { left: '没有按时办结', when: until }
  if (status === 'late' && endedOn !== null) return { left: '超期后才结束', when: `${until}，${dayText(endedOn, today)}结束` }
  if (status === 'late') return { left: `已超过 ${Math.abs(remaining ?? 0)} 个工作日`, when: until }
  if (dueOn === today) return { left: '今天到期', when: until }
  return { left: `还剩 ${remaining ?? 0} 个工作日`, when: until }
}

/** The clock chip 时限: shape, what is left, until when. One component for both sides. */
export function ClockChip({ timer, today }: { timer: TimerView; today: string }) {
  const { left, when } = clockWords(timer, today)
  const kind = kinds[timer.status]
  return (
    <span className={kind === '' ? 'clock' : `clock clock-${kind}`}>
      <ClockShape timer={timer} />
      <b>{left}</b>
      {when !== '' && <span className="when">{when}</span>}
    </span>
  )
}

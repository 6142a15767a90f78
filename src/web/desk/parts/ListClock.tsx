import type { ListedCase } from '../../../modules/casework/contract.ts'
import { dayText } from '../../ui/words.ts'

const kinds = { running: '', warning: 'clock-near', late: 'clock-late', suspended: 'clock-hold', met: 'clock-met' } as const

/** The tightest clock of a case in a list: shape, what is left, until when, which limit. */
export function ListClock({ clock, today }: { clock: ListedCase['clock']; today: string }) {
  if (clock === null) return <span className="mut">没有在走的时限</span>
  const { status, remaining, dueOn, name, isProvisional } = clock
  return (
    <span className={`clock ${kinds[status]}`}>
      <svg className="i clock-shape" viewBox="0 0 24 24" aria-hidden="true">
        {shapes[status]}
      </svg>
      <b>{leftText(status, remaining, dueOn === today)}</b>
      <span className="when">
        {name}
        {dueOn !== null && ` ${dayText(dueOn, today)}`}
        {isProvisional && ' 暂定'}
      </span>
    </span>
  )
}

function leftText(status: keyof typeof shapes, remaining: number | null, isToday: boolean): string {
  if (status === 'suspended') return '暂停计时'
  if (status === 'met') return '按时办结'
  if (status === 'late') return `超 ${Math.abs(remaining ?? 0)} 个工作日`
  return isToday ? '今天到期' : `还剩 ${remaining ?? 0} 个工作日`
}

const shapes = {
  running: <circle cx="12" cy="12" r="8" strokeWidth="3" />,
  warning: <path d="M12 4.5 20.5 19.5h-17Z" />,
  late: <path className="solid" d="M12 4.5 20.5 19.5h-17Z" />,
  suspended: <path d="M8.5 5v14M15.5 5v14" strokeWidth="4" strokeLinecap="butt" />,
  met: <path className="solid" d="M6 21V4h12l-3 4 3 4H6" />,
} as const

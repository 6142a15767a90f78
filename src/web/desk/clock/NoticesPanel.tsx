import { Button } from 'antd'
import type { ListedNotice, NoticeDay } from '../../../modules/clock/contract.ts'
import { listNotices } from '../../endpoints/clock.ts'
import { dayText } from '../../ui/words.ts'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import type { Withdrawn } from './ClosurePanel.tsx'

type Props = { layer: string; name: string; today: string; withdraw: (one: Withdrawn) => void }

/** What was ever entered in a layer, last first: what it rests on, and whether it still holds. */
export function NoticesPanel({ layer, name, today, withdraw }: Props) {
  const found = useAsk(listNotices, { params: { code: layer } })
  return (
    <section className="part" aria-labelledby="notices">
      <h2 id="notices">{name}的通知</h2>
      <Answer of={found}>
        {({ notices }) =>
          notices.length === 0 ? (
            <Empty title="这一层还没有通知">按上面各层计算。要停止办公或者另行放假，用上面的“停止办公”“导入通知”。</Empty>
          ) : (
            <ol className="notices">
              {notices.map((notice) => (
                <Row key={notice.seq} notice={notice} today={today} withdraw={withdraw} />
              ))}
            </ol>
          )
        }
      </Answer>
    </section>
  )
}

function Row({ notice, today, withdraw }: { notice: ListedNotice; today: string; withdraw: (one: Withdrawn) => void }) {
  const { seq, subject, title, source, knownOn, enteredOn, isInForce, year, days, digest } = notice
  const isWithdrawal = year === null && days.length === 0
  return (
    <li className={isInForce ? undefined : 'replaced'}>
      <b>{title}</b>
      <span className="mut">
        第 {seq} 号，{dayText(knownOn, today)}公布{enteredOn !== knownOn && `，${dayText(enteredOn, today)}录入`}
      </span>
      <span>
        {isWithdrawal ? '撤销' : countText(days)}
        {!isInForce && <span className="tag-old">已由后来的更替</span>}
      </span>
      <span className="mut">
        {isLink(source) ? (
          <a href={source} target="_blank" rel="noreferrer">
            原文
          </a>
        ) : (
          (source ?? '没有网上原文')
        )}
        ，指纹{' '}
        <span className="num" title={`SM3 ${digest}`}>
          {digest.slice(0, 8)}…
        </span>
      </span>
      {isInForce && year === null && days.length > 0 && (
        <p className="row">
          <Button size="small" onClick={() => withdraw({ subject, title })}>
            撤销
          </Button>
        </p>
      )}
    </li>
  )
}

const counted = { holiday: '放假', makeup: '调休上班', closed: '停止办公' } as const

function countText(days: readonly NoticeDay[]): string {
  return (['holiday', 'makeup', 'closed'] as const)
    .map((kind) => ({ kind, count: days.filter((day) => day.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${counted[kind]} ${count} 日`)
    .join('，')
}

/** Only addresses of pages become links; whatever else was entered stays text. */
function isLink(source: string | null): source is string {
  return source !== null && /^https?:\/\//.test(source)
}

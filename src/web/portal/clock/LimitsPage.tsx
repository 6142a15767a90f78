import type { ListedLimit } from '../../../modules/clock/contract.ts'
import { listLimits } from '../../endpoints/clock.ts'
import { DayList } from '../../ui/DayList.tsx'
import { dayText, limitText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { PrintButton } from '../parts.tsx'

/** How we count: every limit, from the same table that counts the cases. */
export const limitsPage = page({
  path: '/limits',
  who: 'anyone',
  load: ({ ask }) => ask(listLimits, {}),
  title: () => '期限怎么算',
  trail: () => [{ name: '期限怎么算', path: '/limits' }],
  render: ({ data: { limits }, today }) => (
    <div className="col">
      <h1 className="h1">期限怎么算</h1>
      <p className="lede">
        {`办件的每个日期都由下面这张表推算出来。每项写明法律依据、从哪天起算、怎么数、什么时候停，并以今天 ${dayText(today)}为例逐日推算。`}
      </p>
      <p className="row">
        <PrintButton />
      </p>
      <details className="why noprint">
        <summary>直接看某一项，共 {limits.length} 项</summary>
        <ul className="toc">
          {groups
            .flatMap(({ mark }) => limits.filter((limit) => limit.mark === mark))
            .map(({ code, name }) => (
              <li key={code}>
                <a href={`#${code}`}>{name}</a>
              </li>
            ))}
        </ul>
      </details>
      {groups.map(({ mark, name, hint }) => {
        const rows = limits.filter((limit) => limit.mark === mark)
        return rows.length === 0 ? null : (
          <section key={mark} className="sec" aria-labelledby={mark}>
            <h2 id={mark} className="h2">
              {name}
            </h2>
            <p className="hint">{hint}</p>
            {rows.map((limit) => (
              <Limit key={limit.code} limit={limit} today={today} />
            ))}
          </section>
        )
      })}
    </div>
  ),
})

/** How sure a limit is, the surest first. */
const groups: readonly { mark: ListedLimit['mark']; name: string; hint: string }[] = [
  { mark: 'statute', name: '法律和国家文件定的', hint: '这些期限对所有人有约束力。' },
  { mark: 'local', name: '各地办法定的', hint: '各地长短不一，以本地办法和事项的办事指南为准。' },
  { mark: 'knowledge', name: '原文待核对的', hint: '已知有这项期限，公布的原文尚未收录，以原文为准。' },
  { mark: 'proposal', name: '本平台建议的', hint: '没有法律规定，是本平台的默认设置，办理单位可以改短。' },
]

function Limit({ limit, today }: { limit: ListedLimit; today: string }) {
  const { name, startEvent, duration, unit, basis, counting, countingSource, extension, stoppedBy, stops, atEnd, note, example } =
    limit
  const isAtOnce = counting.startsWith('当场')
  const isBackward = example !== null && example.dueOn < example.on
  return (
    <article className="limit" aria-labelledby={limit.code}>
      <h3 id={limit.code} className="h3">
        {name}
      </h3>
      <p className="limit-how">
        {duration === null || unit === null ? lengthless(limit) : `${startEvent}之日${isBackward ? '前' : '起'} `}
        {duration !== null && unit !== null && (
          <b className="nb">{unit === 'hour' ? `${duration} 小时` : limitText({ days: duration, unit })}</b>
        )}
      </p>
      <dl className="facts">
        <Row name="依据">{basis === null ? '没有法律依据，见下面的说明' : clausesText(basis)}</Row>
        {!isAtOnce && (
          <>
            <Row name="怎么数">
              {counting}
              <span className="src">依据：{clausesText(countingSource)}</span>
            </Row>
            {extension !== null && unit !== null && unit !== 'hour' && (
              <Row name="延长">
                经{extension.approver}批准，可以延长一次，最多 {limitText({ days: extension.duration, unit })}，并告知理由
                <span className="src">依据：{extension.basis}</span>
              </Row>
            )}
            <Row name="什么使它停">
              {stoppedBy === null
                ? '什么都不使它停'
                : stops.length > 0
                  ? `只有${stops.join('、')}；事先书面告知所需时间`
                  : '依法不计入的时间'}
              {stoppedBy !== null && <span className="src">依据：{stoppedBy}</span>}
            </Row>
            <Row name="到期以后">{atEnd}</Row>
          </>
        )}
        {note !== null && <Row name="说明">{note}</Row>}
        {example !== null && (
          <Row name="举例">
            {startEvent}在 {dayText(example.on)}，{isBackward ? '最迟' : '到'}{' '}
            <b className="nb">{dayText(example.dueOn, today)}</b>
            {example.isProvisional && '，暂定（次年放假安排未公布）'}
          </Row>
        )}
      </dl>
      {example !== null && example.days.length > 0 && (
        <details className="why">
          <summary>为什么是 {dayText(example.dueOn, today)}</summary>
          <div className="why-days">
            <DayList days={example.days} dueOn={example.dueOn} today={today} />
          </div>
        </details>
      )}
    </article>
  )
}

/** Clauses as Chinese punctuates them: '行政许可法 45、82；民法典 201'. */
function clausesText(clauses: string): string {
  return clauses.replaceAll('; ', '；').replaceAll(', ', '、')
}

function lengthless({ startEvent, counting, unit }: ListedLimit): string {
  if (unit === null) return counting.startsWith('当场') ? `${startEvent}当场办理` : `${startEvent}起，到告知或者写明的日期为止`
  return `${startEvent}之日起，天数由事项设定`
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

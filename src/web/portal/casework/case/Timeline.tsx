import type { CaseView } from '../../../../modules/casework/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { letterName } from '../../../ui/letters.ts'
import { dayAt, dayText } from '../../../ui/words.ts'
import { clockTime } from '../../intake/draft.ts'
import { aheadOf, type Happening } from './happenings.ts'

/** What happened 进度, in order, each with its letter; then what still comes. */
export function Timeline({ one, past, today }: { one: CaseView; past: readonly Happening[]; today: string }) {
  return (
    <section className="sec" aria-labelledby="steps">
      <h2 id="steps" className="h2">
        进度
      </h2>
      <ol className="path">
        {past.map((happening) => (
          <Past key={happening.seq} happening={happening} one={one} today={today} />
        ))}
        {aheadOf(one).map(({ what, dueOn }, n) => (
          <li key={what} className={n === 0 ? 'now' : 'next'} aria-current={n === 0 ? 'step' : undefined}>
            <span className="dot">
              <Icon name={n === 0 ? 'half' : 'ring'} />
            </span>
            <strong>{what}</strong>
            {dueOn !== null && <p className="t">最晚 {dayText(dueOn, today)}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Past({ happening, one, today }: { happening: Happening; one: CaseView; today: string }) {
  const { at, what, look, more, ground, documentId } = happening
  const letter = one.documents.find((document) => document.documentId === documentId)
  return (
    <li className={look}>
      <span className="dot">
        <Icon name={look === 'done' ? 'done' : 'bars'} />
      </span>
      <b>{what}</b>
      {more !== null && <p>{more}</p>}
      <p className="t">
        {dayText(dayAt(at), today)} {clockTime(at)}
        {ground !== null && ` · ${ground}`}
        {letter !== undefined && (
          <>
            {' · '}
            <a href={`/api/cases/${one.caseId}/documents/${letter.documentId}`}>{letterName(letter.kind)}</a>
          </>
        )}
      </p>
    </li>
  )
}

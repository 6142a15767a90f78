import { levelNames, type MyInvitation, orderStateNames, type ReceiptInvitations } from '../../../modules/rating/contract.ts'
import { dayText } from '../../ui/words.ts'

type Invited = MyInvitation | ReceiptInvitations['invitations'][number]

/** What can be rated of a case and what was, each with its link. Nothing where there is nothing. */
export function RateLinks({ invitations, today }: { invitations: readonly Invited[]; today: string }) {
  const shown = invitations.filter(({ isOpen, level }) => isOpen || level !== null)
  if (shown.length === 0) return null
  return (
    <section className="sec" aria-labelledby="rating">
      <h2 id="rating" className="h2">
        评价
      </h2>
      <p className="hint">自愿评。不评价不影响办事，也没有任何影响。</p>
      <ul className="rows">
        {shown.map((one) => (
          <li key={one.invitationId}>
            <a className="lnk" href={linkOf(one)}>
              {one.level === null ? '评一评：' : `评过“${levelNames[one.level]}”：`}
              {one.rated === 'visit' ? `${dayText(one.onDay, today)}到${one.placeName ?? '现场'}办事` : '办这件事'}
            </a>
            {'orderState' in one && one.orderState !== null && (
              <span className="hint">　整改单{orderStateNames[one.orderState]}</span>
            )}
            {one.level === null && <span className="hint">　{dayText(one.untilOn, today)}前有效</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function linkOf(one: Invited): string {
  return `/rate/${one.invitationId}${'code' in one ? `?code=${one.code}` : ''}`
}

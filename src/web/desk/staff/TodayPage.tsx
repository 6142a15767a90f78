import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { StateName } from '../../../modules/casework/contract.ts'
import type { PostHeld } from '../../../modules/staff/contract.ts'
import { listDeskCases } from '../../endpoints/casework.ts'
import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'

/** What waits for whoever holds a power: cases of one state. */
const waiting: readonly { power: string; state: StateName; name: string }[] = [
  { power: 'intake.accept', state: 'submitted', name: '待受理' },
  { power: 'intake.accept', state: 'correcting', name: '等申请人补正' },
  { power: 'approval.review', state: 'accepted', name: '待审查' },
  { power: 'approval.decide', state: 'reviewed', name: '待决定' },
  { power: 'delivery.issue', state: 'granted', name: '待制证' },
  { power: 'delivery.hand_over', state: 'issued', name: '待领取' },
]

/** Where staff land: what waits for them today, office by office. */
export function Page() {
  const posts = useAsk(listMyPosts, {})
  const me = useAsk(readMe, {})
  return (
    <section className="panel page">
      <h1>今天</h1>
      <Answer of={posts}>
        {({ posts }) => {
          const offices = [...new Map(posts.map((post) => [post.organisation, post])).values()]
          return offices.length === 0 ? (
            <Empty title="您今天没有在岗的岗位">岗位由本单位管理员设置；设好以后，刷新这一页就能看到要办的事。</Empty>
          ) : (
            offices.map((post) => <Office key={post.authority} post={post} powers={powersIn(me.data?.grants ?? [], post)} />)
          )
        }}
      </Answer>
    </section>
  )
}

function powersIn(grants: readonly { power: string; scope: string }[], { organisation }: PostHeld): ReadonlySet<string> {
  return new Set(grants.filter(({ scope }) => scope === organisation || scope === '*').map(({ power }) => power))
}

function Office({ post, powers }: { post: PostHeld; powers: ReadonlySet<string> }) {
  const rows = useMemo(() => waiting.filter(({ power }) => powers.has(power)), [powers])
  return (
    <section className="office">
      <h2>{post.organisationName ?? '全部单位'}</h2>
      {rows.length === 0 || post.organisation === null ? (
        <p className="mut">{post.roleName}：没有按件办理的事，要用的功能在上面一行。</p>
      ) : (
        <table className="tbl">
          <tbody>
            {rows.map(({ state, name }) => (
              <Waiting key={state} organisation={post.organisation ?? ''} state={state} name={name} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const mostListed = 100

function Waiting({ organisation, state, name }: { organisation: string; state: StateName; name: string }) {
  const found = useAsk(listDeskCases, { query: { organisation, state } })
  const count = found.data?.cases.length
  return (
    <tr>
      <td>{name}</td>
      <td className="r num">
        {count === undefined ? (
          '…'
        ) : count === 0 ? (
          <span className="mut">0</span>
        ) : (
          <Link to={`/cases?organisation=${organisation}&state=${state}`}>
            {count === mostListed ? `${count} 件以上` : `${count} 件`}
          </Link>
        )}
      </td>
      <td className="mut">{found.data?.cases[0]?.promisedOn ?? ''}</td>
    </tr>
  )
}

import { Link } from '@tanstack/react-router'
import type { StateName } from '../../../modules/casework/contract.ts'
import { mostCounted, type Waiting, type WaitingIn } from '../../../modules/casework/waiting/contract.ts'
import type { PostHeld } from '../../../modules/staff/contract.ts'
import { readWaiting } from '../../endpoints/casework.ts'
import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { dayText } from '../../ui/words.ts'
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

type Grants = readonly { power: string; scope: string }[]

/** Where staff land: what waits for them today, office by office. */
export function Page() {
  const posts = useAsk(listMyPosts, {})
  const me = useAsk(readMe, {})
  return (
    <section className="panel page">
      <h1>今天</h1>
      <Answer of={posts}>
        {({ posts }) =>
          posts.length === 0 ? (
            <Empty title="您今天没有在岗的岗位">岗位由本单位管理员设置；设好以后，刷新这一页就能看到要办的事。</Empty>
          ) : (
            <Answer of={me}>{({ grants }) => <Offices posts={posts} grants={grants} />}</Answer>
          )
        }
      </Answer>
    </section>
  )
}

function Offices({ posts, grants }: { posts: readonly PostHeld[]; grants: Grants }) {
  const readsCases = grants.some(({ power }) => power === 'casework.read')
  const counted = useAsk(readWaiting, {}, { isOff: !readsCases })
  const all = (offices: Waiting['offices']) =>
    [...new Map(posts.map((post) => [post.organisation, post])).values()].map((post) => {
      const lists = offices.find(({ organisation }) => organisation === post.organisation)?.lists ?? []
      return <Office key={post.authority} post={post} lists={lists} powers={powersIn(grants, post)} />
    })
  return readsCases ? <Answer of={counted}>{({ offices }) => all(offices)}</Answer> : all([])
}

function powersIn(grants: Grants, { organisation }: PostHeld): ReadonlySet<string> {
  return new Set(grants.filter(({ scope }) => scope === organisation || scope === '*').map(({ power }) => power))
}

function Office({ post, lists, powers }: { post: PostHeld; lists: readonly WaitingIn[]; powers: ReadonlySet<string> }) {
  const rows = waiting.flatMap(({ power, state, name }) => {
    const list = powers.has(power) ? lists.find((one) => one.state === state) : undefined
    return list === undefined ? [] : [{ ...list, name }]
  })
  return (
    <section className="office">
      <h2>{post.organisationName ?? '全部单位'}</h2>
      {rows.length === 0 ? (
        <p className="mut">{post.roleName}：没有按件办理的事，要用的功能在上面一行。</p>
      ) : (
        <table className="tbl">
          <tbody>
            {rows.map(({ state, name, count, nearestOn }) => (
              <tr key={state}>
                <td>{name}</td>
                <td className="r num">
                  {count === 0 ? (
                    <span className="mut">0</span>
                  ) : (
                    <Link to={`/cases?organisation=${post.organisation}&state=${state}`}>
                      {count === mostCounted ? `${count} 件以上` : `${count} 件`}
                    </Link>
                  )}
                </td>
                <td className="mut">{nearestOn === null ? '' : `最紧 ${dayText(nearestOn)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

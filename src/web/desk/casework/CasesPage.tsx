import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ListedCase, type StateName, stateNames } from '../../../modules/casework/contract.ts'
import { listDeskCases } from '../../endpoints/casework.ts'
import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { dayText } from '../../ui/words.ts'
import { Tightest } from '../clock/ClockWhy.tsx'
import { Key } from '../keys.tsx'
import { Answer, Empty } from '../parts/notes.tsx'
import { type Column, Rows } from '../parts/rows.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'

/** Cases of an office in one state, the tightest limit first. */
export function Page() {
  const search = useSearch({ strict: false }) as { organisation?: string; state?: StateName; after?: string }
  const navigate = useNavigate()
  const posts = useAsk(listMyPosts, {})
  const offices = [
    ...new Map(
      (posts.data?.posts ?? []).flatMap((post) => (post.organisation === null ? [] : [[post.organisation, post]])),
    ).values(),
  ]
  const organisation = search.organisation ?? offices[0]?.organisation ?? null
  const state = search.state ?? 'submitted'
  const choose = (change: object) => void navigate({ to: '/cases', search: { organisation, state, ...change } as never })
  return (
    <section className="panel page">
      <div className="row">
        <h1>办件</h1>
        <Select
          aria-label="单位"
          value={organisation}
          onChange={(chosen) => choose({ organisation: chosen })}
          options={offices.map((post) => ({ value: post.organisation, label: post.organisationName ?? post.organisation }))}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label="状态"
          value={state}
          onChange={(chosen) => choose({ state: chosen })}
          options={Object.entries(stateNames).map(([value, label]) => ({ value, label }))}
          popupMatchSelectWidth={false}
        />
      </div>
      {organisation !== null && (
        <Cases organisation={organisation} state={state} {...(search.after === undefined ? {} : { after: search.after })} />
      )}
    </section>
  )
}

type Asked = { organisation: string; state: StateName; after?: string }

function Cases(asked: Asked) {
  const { state, after, ...office } = asked
  const found = useAsk(listDeskCases, { query: asked })
  return (
    <Answer of={found}>
      {({ cases, next }) =>
        cases.length === 0 ? (
          <Empty title={`没有“${stateNames[state]}”的办件`}>换一个状态或者单位看看。</Empty>
        ) : (
          <>
            <Listed cases={cases} />
            <p className="row">
              {after !== undefined && (
                <Link to="/cases" search={{ ...office, state } as never}>
                  回到第一页
                </Link>
              )}
              {next !== null && (
                <Link to="/cases" search={{ ...office, state, after: next } as never}>
                  下一页
                </Link>
              )}
            </p>
          </>
        )
      }
    </Answer>
  )
}

/** Where a case is opened: what the window does next at the window, everything else where it is reviewed and decided. */
function isForWindow(state: StateName, powers: ReadonlySet<string>): boolean {
  return powers.has('intake.accept') && (!powers.has('approval.recuse') || ['submitted', 'correcting', 'issued'].includes(state))
}

function Listed({ cases }: { cases: readonly ListedCase[] }) {
  const today = useToday()
  const navigate = useNavigate()
  const powers = new Set(useAsk(readMe, {}).data?.grants.map(({ power }) => power))
  const addressOf = (one: ListedCase) =>
    `${isForWindow(one.state, powers) ? '/window/cases' : '/approval'}/${one.caseId}` as never
  const columns: Column<ListedCase>[] = [
    { name: '时限', look: 'whole', cell: (one) => <Tightest one={one} today={today} /> },
    {
      name: '事项',
      look: 'item whole',
      cell: (one, isAtHand) => (
        <Link to={addressOf(one)}>
          {one.itemName} {isAtHand && <Key name="Enter" />}
        </Link>
      ),
    },
    { name: '申请人', cell: ({ applicantName }) => applicantName ?? '—' },
    { name: '状态', cell: ({ stateName }) => stateName },
    { name: '收到', isNamed: true, cell: ({ receivedOn }) => dayText(receivedOn) },
    { name: '法定最晚', isNamed: true, cell: ({ dueOn }) => (dueOn === null ? '—' : dayText(dueOn)) },
    { name: '办件编号', look: 'num', cell: ({ number }) => number },
  ]
  return (
    <Rows rows={cases} idOf={({ caseId }) => caseId} columns={columns} open={(one) => void navigate({ to: addressOf(one) })} />
  )
}

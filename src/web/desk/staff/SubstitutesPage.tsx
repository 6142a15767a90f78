import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import {
  type NameSubstitute,
  type Post,
  type StandIn,
  standInStates,
  substituteReasons,
} from '../../../modules/staff/contract.ts'
import { endSubstitute, listManaged, listPosts, listStandIns, nameSubstitute } from '../../endpoints/staff.ts'
import { dayText } from '../../ui/words.ts'
import { Field } from '../parts/Field.tsx'
import { Answer, EffectNote, Empty, Outline } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'
import { type Chosen, candidates, conflicts, missing } from './stand-in.ts'
import './substitutes.css'

/** Standing in 顶岗: who stands in for whom, from when until when; naming somebody, ending it, what was before. */
export function Page() {
  const search = useSearch({ strict: false }) as { organisation?: string }
  const navigate = useNavigate()
  const managed = useAsk(listManaged, {})
  const today = useToday()
  return (
    <Answer of={managed}>
      {({ organisations }) => {
        const office = organisations.find(({ uscc }) => uscc === search.organisation) ?? organisations[0]
        if (office === undefined)
          return (
            <section className="panel page">
              <Empty title="还没有岗位">先给工作人员设岗，才有岗位可代。</Empty>
            </section>
          )
        return (
          <section className="panel page stand-ins">
            <div className="row">
              <h1>顶岗</h1>
              <Select
                aria-label="单位"
                showSearch={{ optionFilterProp: 'label' }}
                value={office.uscc}
                onChange={(organisation) => void navigate({ to: '/substitutes' as never, search: { organisation } as never })}
                options={organisations.map(({ uscc: value, name: label }) => ({ value, label }))}
                popupMatchSelectWidth={false}
              />
            </div>
            {today === null ? <Outline /> : <Office key={office.uscc} organisation={office.uscc} today={today} />}
          </section>
        )
      }}
    </Answer>
  )
}

type OfficeProps = { organisation: string; today: string }

function Office({ organisation, today }: OfficeProps) {
  const posts = useAsk(listPosts, { query: { organisation } })
  const standIns = useAsk(listStandIns, { query: { organisation } })
  return (
    <>
      <Answer of={posts}>{({ posts }) => <Naming posts={posts} today={today} />}</Answer>
      <Answer of={standIns}>{({ standIns }) => <Book standIns={standIns} today={today} />}</Answer>
    </>
  )
}

const nothing: Chosen = { post: null, account: null, reason: null, fromOn: null, untilOn: null }

/** Names a substitute for a while. */
function Naming({ posts, today }: { posts: readonly Post[]; today: string }) {
  const [chosen, setChosen] = useState<Chosen>({ ...nothing, fromOn: today })
  const name = useAct(nameSubstitute, { onDone: () => setChosen({ ...nothing, fromOn: today }) })
  const choose = (change: Partial<Chosen>) => {
    name.clear()
    setChosen({ ...chosen, ...change })
  }
  const post = posts.find(({ id }) => id === chosen.post)
  const people = post === undefined ? [] : candidates(posts, post)
  const left = missing(chosen)
  const against = conflicts(posts, chosen)
  const who = people.find(({ account }) => account === chosen.account)
  const run = () =>
    void name.run({ body: { ...chosen, untilOn: chosen.untilOn === '' ? null : chosen.untilOn } as NameSubstitute })
  return (
    <section aria-label="指定顶岗">
      <h2>指定顶岗</h2>
      <fieldset className="fields" disabled={name.isBusy}>
        <Field label="代谁的岗位">
          {(id) => (
            <select
              id={id}
              value={chosen.post ?? ''}
              onChange={({ target }) => choose({ post: target.value === '' ? null : target.value, account: null })}
            >
              <option value="">请选</option>
              {posts.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}　{one.roleName}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="由谁代">
          {(id) => (
            <select
              id={id}
              value={chosen.account ?? ''}
              disabled={post === undefined}
              onChange={({ target }) => choose({ account: target.value === '' ? null : target.value })}
            >
              <option value="">请选</option>
              {people.map((one) => (
                <option key={one.account} value={one.account}>
                  {one.name}　{one.roles}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="原因">
          {(id) => (
            <select
              id={id}
              value={chosen.reason ?? ''}
              onChange={({ target }) =>
                choose({ reason: target.value === '' ? null : (target.value as NameSubstitute['reason']) })
              }
            >
              <option value="">请选</option>
              {Object.entries(substituteReasons).map(([code, label]) => (
                <option key={code} value={code}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="从">
          {(id) => (
            <input id={id} type="date" value={chosen.fromOn ?? ''} onChange={({ target }) => choose({ fromOn: target.value })} />
          )}
        </Field>
        <Field label="到，当日还在代">
          {(id) => (
            <input
              id={id}
              type="date"
              value={chosen.untilOn ?? ''}
              onChange={({ target }) => choose({ untilOn: target.value })}
            />
          )}
        </Field>
      </fieldset>
      {against.map((sentence) => (
        <EffectNote key={sentence} kind="first">
          {sentence}
        </EffectNote>
      ))}
      {name.note()}
      <EffectNote kind={left === null ? 'will' : 'first'}>
        {left ?? (
          <>
            {who?.name}代{post?.name}的“{post?.roleName}
            ”，有这个岗位的全部权限；经手的每一步都记明是代办。期满自动停止，也可以提前终止。
          </>
        )}
      </EffectNote>
      <p className="row">
        <Button type="primary" disabled={left !== null || name.isBusy} onClick={run}>
          指定顶岗
        </Button>
      </p>
    </section>
  )
}

const marks: Readonly<Record<StandIn['state'], string>> = { inForce: 'now', ahead: 'ahead', over: 'mut', ended: 'mut' }

/** Everybody who stands in, will and did. */
function Book({ standIns, today }: { standIns: readonly StandIn[]; today: string }) {
  const end = useAct(endSubstitute)
  if (standIns.length === 0) return <Empty title="没有人顶岗">指定以后，现在的、将来的和以往的都列在这里。</Empty>
  return (
    <section aria-label="顶岗记录">
      <h2>顶岗记录</h2>
      {end.note()}
      <table className="tbl folds">
        <thead>
          <tr>
            <th>谁代谁</th>
            <th>岗位</th>
            <th>原因</th>
            <th>起止</th>
            <th>现在</th>
            <th className="r">可以</th>
          </tr>
        </thead>
        <tbody>
          {standIns.map((one) => (
            <tr key={one.id}>
              <td className="whole">
                <b>{nameText(one.name)}</b> 代 {nameText(one.forName)}
              </td>
              <td>{one.roleName}</td>
              <td>{substituteReasons[one.reason]}</td>
              <td className="whole">
                {dayText(one.fromOn, today)} 至 {one.untilOn === null ? '另行通知' : dayText(one.untilOn, today)}
              </td>
              <td className={marks[one.state]}>
                {standInStates[one.state]}
                {one.endedOn !== null && `，${dayText(one.endedOn, today)}`}
              </td>
              <td className="r">
                {(one.state === 'inForce' || one.state === 'ahead') && (
                  <Button
                    size="small"
                    disabled={end.isBusy}
                    aria-label={`终止${nameText(one.name)}代${nameText(one.forName)}`}
                    onClick={() => void end.run({ params: { id: one.id } })}
                  >
                    终止
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The name of an account that was closed is not shown any more. */
function nameText(name: string): string {
  return name === '' ? '已注销的账号' : name
}

import type { ReactNode } from 'react'
import { Type } from 'typebox'
import { ItemCode } from '../../../modules/catalogue/contract.ts'
import { WrongIdentifier } from '../../../modules/identity/contract.ts'
import { type Delegation, DelegationUnsound } from '../../../modules/identity/delegations/contract.ts'
import { factsOf } from '../../endpoint.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { delegate, endDelegation, listMyDelegations } from '../../endpoints/identity.ts'
import { dayText } from '../../ui/words.ts'
import { Back } from '../intake/parts.tsx'
import { type FormState, page } from '../page.ts'
import { Field, Form, Note, RefusedNote } from '../parts.tsx'
import { DocumentKind } from './documents.tsx'

type Item = { readonly code: string; readonly name: string }
type Loaded = {
  readonly delegations: readonly Delegation[]
  readonly items: ReadonlyMap<string, string>
  readonly item: Item | null
}

/** As many items are shown by their names, others by their codes: each name is a guide to be read. */
const mostNamed = 50

/** Who may act for me, for whom I may act, and giving somebody the right: 行政许可法 29. `item` comes from the guide of one item. */
export const delegationsPage = page({
  path: '/me/delegations',
  under: 'me',
  who: 'signedIn',
  query: Type.Object({ item: Type.Optional(ItemCode), done: Type.Optional(Type.Enum(['given', 'ended'])) }),
  limit: { times: 60, withinMs: 60_000 },
  load: async ({ ask, tryAsk, query }): Promise<Loaded> => {
    const { delegations } = await ask(listMyDelegations, {})
    const codes = new Set([...delegations.map(({ scope }) => scope), query.item ?? '*'].filter((code) => code !== '*'))
    const guides = await Promise.all(
      [...codes].slice(-mostNamed).map((code) => tryAsk(readGuide, { params: { code }, query: {} })),
    )
    const items = new Map(guides.flatMap(({ reply }) => (reply === null ? [] : [[reply.code, reply.definition.name] as const])))
    const name = items.get(query.item ?? '')
    return { delegations, items, item: query.item === undefined || name === undefined ? null : { code: query.item, name } }
  },
  title: () => '委托代办',
  render: ({ data, form, me, today, query }) => {
    const own = me?.person.id
    const given = data.delegations.filter(({ basis, agent }) => basis === 'delegation' && agent !== own)
    const received = data.delegations.filter(({ agent }) => agent === own)
    return (
      <div className="col">
        <Back to="/me">我的</Back>
        <h1 className="h1">委托代办</h1>
        <RefusedNote form={form} />
        {form.refused === null && query.done !== undefined && (
          <Note kind="met" icon="done">
            {doneTexts[query.done]}
          </Note>
        )}
        <p className="lede">
          代理人用自己的账号替您申请、补正、撤回，看得到委托范围里您的办件和文书，每一步都写明是谁代理。依法要本人到场的，还是要您自己去。
        </p>
        <p className="small">依据：行政许可法 29</p>
        <section className="sec" aria-labelledby="given">
          <h2 id="given" className="h2">
            我委托的人
          </h2>
          {given.length === 0 ? (
            <p className="hint">还没有委托过别人。</p>
          ) : (
            <ul className="rows rights">
              {given.map((one) => (
                <Row key={one.id} one={one} title={one.agentName} {...{ data, form, today }} end="收回委托">
                  {one.principal !== own && `代表${one.principalName}委托，`}
                </Row>
              ))}
            </ul>
          )}
        </section>
        <section className="sec" aria-labelledby="received">
          <h2 id="received" className="h2">
            委托我的人
          </h2>
          {received.length === 0 ? (
            <p className="hint">没有人委托您。</p>
          ) : (
            <ul className="rows rights">
              {received.map((one) => (
                <Row
                  key={one.id}
                  one={one}
                  title={one.principalName}
                  {...{ data, form, today }}
                  end={one.basis === 'delegation' ? '不再代办' : null}
                >
                  {one.basis === 'representative' && '您是法定代表人，'}
                </Row>
              ))}
            </ul>
          )}
        </section>
        <Giving {...{ data, form, today }} own={own} />
      </div>
    )
  },
  submit: async ({ ask, said, query, today }) => {
    const back = `/me/delegations?${new URLSearchParams(query.item === undefined ? {} : { item: query.item })}`
    const ended = said.get('end')
    if (ended !== null) {
      await ask(endDelegation, { params: { id: ended } })
      return { goTo: `${back}&done=ended` }
    }
    const [principal, name] = [said.get('principal') ?? '', (said.get('name') ?? '').trim()]
    await ask(delegate, {
      body: {
        basis: 'delegation',
        ...(principal === '' ? {} : { principal }),
        agent: { kind: said.get('kind') ?? '', value: (said.get('number') ?? '').trim() },
        ...(name === '' ? {} : { agentName: name }),
        scope: said.get('scope') || '*',
        fromOn: today,
        untilOn: said.get('until') || null,
      },
    })
    return { goTo: `${back}&done=given` }
  },
})

const doneTexts = { given: '委托好了。代理人登录后，在线办理时可以选为您办。', ended: '已经终止，从现在起不能再代办。' } as const

type RowProps = {
  readonly one: Delegation
  readonly title: string
  readonly data: Loaded
  readonly form: FormState
  readonly today: string
  /** What its button says; null: it cannot be ended here. */
  readonly end: string | null
  readonly children: ReactNode
}

function Row({ one, title, data, form, today, end, children }: RowProps) {
  const { scope, fromOn, untilOn, isInForce } = one
  const standing = isInForce ? '有效' : fromOn > today ? '还没开始' : '已到期'
  return (
    <li>
      <div>
        <h3 className="h3">{title}</h3>
        <p className="hint">
          {children}
          {scope === '*' ? '所有事项' : (data.items.get(scope) ?? scope)}；
          {untilOn === null ? '没有期限' : `到${dayText(untilOn, today)}为止`}；{standing}
        </p>
        {end !== null && (
          <details className="why">
            <summary>
              {end}
              <span className="vh">：{title}</span>
            </summary>
            <div className="why-days">
              <p>马上生效。已经交的申请不受影响，以后由本人接着办。</p>
              <Form form={{ ...form, key: `${form.key}${one.id}` }}>
                <input type="hidden" name="end" value={one.id} />
                <p className="go">
                  <button className="act act-2 act-s" type="submit">
                    确认{end}
                    <span className="vh">：{title}</span>
                  </button>
                </p>
              </Form>
            </div>
          </details>
        )}
      </div>
    </li>
  )
}

type GivingProps = { readonly data: Loaded; readonly form: FormState; readonly today: string; readonly own: string | undefined }

/** Gives somebody the right: who, in what, until when. */
function Giving({ data: { delegations, item }, form, today, own }: GivingProps) {
  const represented = delegations.filter(
    ({ basis, agent, isInForce }) => basis === 'representative' && agent === own && isInForce,
  )
  const problem = factsOf(form.refused, DelegationUnsound)?.problem
  const sentence = form.refused?.message ?? null
  return (
    <section className="sec" aria-labelledby="giving">
      <h2 id="giving" className="h2">
        委托别人
      </h2>
      <Form form={form}>
        {represented.length > 0 && (
          <Choice
            name="principal"
            legend="替谁委托"
            chosen={form.said.get('principal') ?? ''}
            options={[
              { value: '', label: '我自己' },
              ...represented.map(({ principal, principalName }) => ({ value: principal, label: principalName })),
            ]}
          />
        )}
        {item === null ? (
          <p className="hint">可以代办所有事项。只想委托一项，请打开那一项的办事指南，点“委托别人办”。</p>
        ) : (
          <Choice
            name="scope"
            legend="办什么"
            chosen={form.said.get('scope') ?? item.code}
            options={[
              { value: item.code, label: `只办：${item.name}` },
              { value: '*', label: '所有事项' },
            ]}
          />
        )}
        <Field
          form={form}
          name="name"
          label="代理人姓名"
          hint="和证件上一样"
          autoComplete="off"
          maxLength={200}
          problem={problem === 'agent' ? sentence : null}
        />
        <DocumentKind form={form} />
        <Field
          form={form}
          name="number"
          label="证件号码"
          hint="代理人要先在这里注册过，或者在窗口登记过"
          autoComplete="off"
          maxLength={64}
          problem={factsOf(form.refused, WrongIdentifier) !== null || problem === 'self' || problem === 'kind' ? sentence : null}
        />
        <Field
          form={form}
          name="until"
          label="委托到哪一天"
          hint="从今天起，到这一天（含）为止；不填就没有期限。随时可以收回"
          type="date"
          min={today}
          value={yearLater(today)}
          problem={problem === 'period' ? sentence : null}
        />
        <p className="go">
          <button className="act" type="submit">
            委托
          </button>
        </p>
      </Form>
    </section>
  )
}

type ChoiceProps = {
  readonly name: string
  readonly legend: string
  readonly chosen: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

function Choice({ name, legend, chosen, options }: ChoiceProps) {
  return (
    <fieldset className="fieldset">
      <legend className="label">{legend}</legend>
      <div className="pick">
        {options.map(({ value, label }) => (
          <label key={value}>
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** The same day a year later; the last of February for the 29th. */
function yearLater(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const isLeapDay = month === 2 && date === 29
  return `${year + 1}-${day.slice(5, 7)}-${isLeapDay ? '28' : String(date).padStart(2, '0')}`
}

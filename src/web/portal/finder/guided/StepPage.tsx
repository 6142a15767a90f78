import { Type } from 'typebox'
import { EntryCode, type Led, Path, type Step } from '../../../../modules/finder/guided/contract.ts'
import { readStep } from '../../../endpoints/guided.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { factsText } from '../../catalogue/rows.tsx'
import { Back } from '../../intake/parts.tsx'
import { page } from '../../page.ts'
import { PrintButton } from '../../parts.tsx'

/** One question of an entry, or what its answers lead to. The answers stand in the address: it may be kept, sent and printed. */
export const stepPage = page({
  path: '/guided/:entry',
  under: 'items',
  who: 'anyone',
  params: Type.Object({ entry: EntryCode }),
  query: Type.Object({ path: Type.Optional(Path) }),
  load: ({ ask, params, query, place }) => {
    const area = place === null ? {} : { area: place.division.code }
    return ask(readStep, { params, query: { ...query, ...area } })
  },
  title: ({ data }) => (data.question === null ? `要办的事项：${data.entry.name}` : `${data.question} ${data.entry.name}`),
  render: ({ data, place, path }) => {
    const last = data.answered.at(-1)
    const here = place === null ? null : place.division.name
    return (
      <div className="col gq">
        {last === undefined ? (
          <Back to={`/guided?for=${data.entry.audience}`}>全部大事</Back>
        ) : (
          <Back to={addressOf(data, last.path)}>上一问</Back>
        )}
        <p className="cap">{data.entry.name}</p>
        {data.question === null ? (
          <ToDo step={data} here={here} />
        ) : (
          <Ask step={data} question={data.question} here={here} path={path} />
        )}
        <p className="gq-else">
          都不是？<a href="/items">按主题和部门找</a>，或者<a href="/">用您自己的话找</a>。
        </p>
      </div>
    )
  },
})

function addressOf({ entry }: Step, path: string | null): string {
  return `/guided/${entry.code}${path === null ? '' : `?path=${path}`}`
}

type Props = { readonly step: Step; readonly here: string | null }

function Ask({ step, question, here, path }: Props & { question: string; path: string }) {
  if (step.choices.length === 0)
    return (
      <>
        <h1 className="h1">{here ?? '这里'}没有收录这方面的事项</h1>
        <p className="lede">
          <a href={`/place?next=${encodeURIComponent(path)}`}>换一个地区</a>，或者看看<a href="/guided">别的大事</a>。
        </p>
      </>
    )
  return (
    <>
      <h1 className="h1">{question}</h1>
      <Answered step={step} />
      <ul className="rows choices">
        {step.choices.map(({ code, label, path }) => (
          <li key={code}>
            <a href={addressOf(step, path)}>
              {label}
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What was answered so far, each with the way to answer otherwise. */
function Answered({ step }: { step: Step }) {
  if (step.answered.length === 0) return null
  return (
    <dl className="answered" aria-label="您的回答">
      {step.answered.map(({ question, answer, path }) => (
        <div key={answer.code}>
          <dt className="cap">{question}</dt>
          <dd>
            {answer.label}
            <a className="lnk" href={addressOf(step, path)}>
              改<span className="vh">：{question}</span>
            </a>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function ToDo({ step, here }: Props) {
  return (
    <>
      <h1 className="h1">{step.items.length === 1 ? '要办的是这一项' : `和您说的有关的 ${step.items.length} 项`}</h1>
      <Answered step={step} />
      <ol className="rows hits">
        {step.items.map((led) => (
          <li key={led.item.code} className="hit">
            {led.why !== null && <p className="cap">{led.why}</p>}
            <h2 className="h3">
              <a href={guideOf(led)}>{led.item.name}</a>
            </h2>
            <p className="hit-m">
              {factsText(led.item).map((part) => (
                <span key={part}>{part}</span>
              ))}
            </p>
            {Object.keys(led.known).length > 0 && <p className="hint">您答过的情形，指南和申请里不用再选。</p>}
          </li>
        ))}
      </ol>
      <p className="small">
        {here === null ? '没有选地区，列出各地办理的。' : `${here}办理的在前，上级办理的在后。`}
        问题和归类由本系统作者编写，是不是要办、怎么办，以办事指南为准。
      </p>
      <PrintButton />
    </>
  )
}

/** The guide, with what is known of the situation. */
function guideOf({ item, known }: Led): string {
  const along = new URLSearchParams(
    Object.fromEntries(Object.entries(known).map(([question, answer]) => [`a.${question}`, answer])),
  )
  return along.size === 0 ? item.guide : `${item.guide}?${along}`
}

import { Type } from 'typebox'
import { type Demand, type Guide, ItemCode, lackNames, type VersionHead } from '../../../modules/catalogue/contract.ts'
import { listVersions, readDemand, readGuide } from '../../endpoints/catalogue.ts'
import { dayText } from '../../ui/words.ts'
import { type Ask, page, type View } from '../page.ts'
import { Note, PrintButton } from '../parts.tsx'
import { Elements } from './guide/Elements.tsx'
import { Materials } from './guide/Materials.tsx'
import { Rights } from './guide/Rights.tsx'
import { Situations } from './guide/Situations.tsx'
import { audienceText, limitOr, notPublished } from './guide/texts.ts'

type Data = {
  readonly guide: Guide
  /** What the answers leave; null for an old version, which is shown as it was. */
  readonly demand: Demand | null
  readonly answers: Readonly<Record<string, string>>
  readonly versions: readonly VersionHead[]
}

/** The guide 办事指南: made of one version of the item, and of nothing else. Old versions keep their address. */
export const guidePage = page({
  path: '/items/:code',
  under: 'items',
  who: 'anyone',
  look: 'p-guide',
  params: Type.Object({ code: ItemCode }),
  query: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }),
  load: async ({ ask, params, query }): Promise<Data> => {
    const version = query.version === undefined ? {} : { version: query.version }
    const [guide, { versions }] = await Promise.all([ask(readGuide, { params, query: version }), ask(listVersions, { params })])
    if (query.version !== undefined) return { guide, demand: null, answers: {}, versions }
    return { guide, versions, ...(await demandFor(ask, params.code, answersIn(query))) }
  },
  title: ({ data }) => data.guide.definition.name,
  trail: ({ data }) => [
    { name: '事项', path: '/items' },
    { name: data.guide.definition.organ.name, path: `/items?q=${encodeURIComponent(data.guide.definition.organ.name)}` },
  ],
  render: (view) => <GuideView {...view} />,
})

/** Answers as the form sends them: 'a.<question>=<answer>'. */
function answersIn(query: object): Record<string, string> {
  const answers: Record<string, string> = {}
  for (const [name, value] of Object.entries(query)) {
    const given = /^a\.([a-z][0-9A-Za-z]{0,19})$/.exec(name)?.[1]
    if (given !== undefined && /^[0-9A-Za-z]{1,20}$/.test(String(value))) answers[given] = String(value)
  }
  return answers
}

/** The demand for these answers; those to questions that do not arise fall away. */
async function demandFor(ask: Ask, code: string, given: Record<string, string>) {
  const demandOf = (answers: Record<string, string>) =>
    ask(readDemand, {
      params: { code },
      query: {
        answers: Object.entries(answers)
          .map((pair) => pair.join(':'))
          .join(','),
      },
    })
  const first = await demandOf(given)
  const asked = new Set(first.situations.map((situation) => situation.code))
  const answers = Object.fromEntries(Object.entries(given).filter(([code]) => asked.has(code)))
  const isAll = Object.keys(answers).length === Object.keys(given).length
  return { demand: isAll ? first : await demandOf(answers), answers }
}

function GuideView({ data, today }: View<{ code: string }, unknown, Data>) {
  const { guide, demand, answers, versions } = data
  const { definition, version, lacks, state, code } = guide
  const isWhole = demand === null || demand.problems.length === 0
  const promised = demand === null ? definition.promisedLimit : demand.promisedLimit
  const legal = demand === null ? definition.legalLimit : demand.legalLimit
  const newest = versions[0]
  return (
    <div className="two gd">
      <div className="gd-main">
        <header className="gd-head">
          <h1 className="h1">{definition.name}</h1>
          <p className="lede">{definition.organ.name}</p>
        </header>
        {newest !== undefined && newest.no !== version.no && (
          <Note kind="near" icon="warning">
            这是第 {version.no} 版，已由新版本代替。<a href={`/items/${code}`}>看现行版本</a>
          </Note>
        )}
        {state !== 'active' && (
          <Note kind="no" icon="no">
            {state === 'suspended' ? '这个事项目前暂停实施，恢复之前不受理申请。' : '这个事项已经取消，不再受理申请。'}
          </Note>
        )}
        <dl className="glance">
          <Fact name="谁能办">{audienceText(definition.audiences)}</Fact>
          <Fact name="要多久" more={legal === null ? '清单未公布法定时限' : `法定最长 ${limitOr(legal, '')}`}>
            {definition.isImmediate
              ? '当场办结'
              : promised === null
                ? limitOr(legal, notPublished)
                : `承诺 ${limitOr(promised, '')}`}
          </Fact>
          <Fact name="多少钱">
            {definition.details === undefined ? notPublished : definition.details.fee.isCharged ? '收费，见下' : '不收费'}
          </Fact>
          <Fact name="跑几次">{visits(definition.service.onSiteVisits)}</Fact>
        </dl>
        {demand !== null && <Situations demand={demand} answers={answers} />}
        <Materials materials={demand === null ? definition.materials : demand.materials} guide={guide} isWhole={isWhole} />
        <Steps guide={guide} />
        <Rights guide={guide} />
        <Elements guide={guide} />
        <p className="small ver">
          第 {version.no} 版，{dayText(version.effectiveAt.slice(0, 10), today)}起用
        </p>
        {versions.length > 1 && <Versions versions={versions} code={code} current={version.no} />}
      </div>
      <aside className="aside gd-now" aria-label="现在办">
        {lacks.length > 0 && (
          <Note kind="near" icon="warning">
            暂时不能在线申请：{lacks.map((lack) => lackNames[lack]).join('、')}尚未公布。可以到窗口当面问、当面办。
          </Note>
        )}
        <Places guide={guide} />
        <p className="row tools">
          <PrintButton />
        </p>
      </aside>
    </div>
  )
}

function Fact({ name, more, children }: { name: string; more?: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {more !== undefined && <small>{more}</small>}
      </dd>
    </div>
  )
}

function visits(count: number | null): string {
  if (count === null) return notPublished
  return count === 0 ? '不用跑' : `最多 ${count} 次`
}

/** Each step: who, how long, what comes of it. */
function Steps({ guide: { definition } }: { guide: Guide }) {
  const { details, steps, ruleSet, isImmediate } = definition
  const rows = [
    { name: '您提交申请', text: '网上提交或者到窗口提交，当场收到收件回执。' },
    {
      name: ruleSet === 'permit' ? '窗口审查材料，5 个工作日内答复是否受理' : '窗口审查材料',
      text:
        ruleSet === 'permit' ? '缺什么一次说全。逾期不告知的，自收到材料之日起即为受理（行政许可法 32）。' : '缺什么一次说全。',
    },
    ...(isImmediate ? [] : steps).map((step) => ({
      name: `${details?.steps[step.code]?.post ?? definition.organ.name}${step.name}${step.limit === undefined ? '' : `，${limitOr(step.limit, '')}内`}`,
      text: details?.steps[step.code]?.work ?? '',
    })),
    { name: `您收到${definition.result?.name ?? '办理结果'}`, text: isImmediate ? '当场办结。' : '' },
  ]
  return (
    <section className="sec" aria-labelledby="how">
      <h2 id="how" className="h2">
        怎么办
      </h2>
      <ol className="path">
        {rows.map(({ name, text }, n) => (
          <li key={name} className="step">
            <span className="dot num">{n + 1}</span>
            <b>{name}</b>
            {text !== '' && <p className="hint">{text}</p>}
          </li>
        ))}
      </ol>
      <p className="hint">
        每个日期怎么推算，见<a href="/limits">期限怎么算</a>。
      </p>
    </section>
  )
}

function Places({ guide: { definition } }: { guide: Guide }) {
  const { details, contact } = definition
  return (
    <>
      <h2 className="h3">到窗口办</h2>
      {details === undefined ? (
        <p className="hint">{contact.venue ?? '清单未公布办理地点。'}</p>
      ) : (
        <ul className="rows other">
          {details.places.map(({ name, address, hours }) => (
            <li key={name}>
              <p>{name}</p>
              <p className="hint">
                {address}　{hours}
              </p>
            </li>
          ))}
        </ul>
      )}
      {contact.phone !== null && <p className="hint">咨询：{contact.phone}</p>}
    </>
  )
}

function Versions({ versions, code, current }: { versions: readonly VersionHead[]; code: string; current: number }) {
  return (
    <details className="why">
      <summary>历史版本，{versions.length} 个</summary>
      <ul>
        {versions.map(({ no, effectiveAt, approval }) => (
          <li key={no}>
            {no === current ? `第 ${no} 版（本页）` : <a href={`/items/${code}?version=${no}`}>第 {no} 版</a>}
            {`　${dayText(effectiveAt.slice(0, 10))}起　${approval}`}
          </li>
        ))}
      </ul>
    </details>
  )
}

import { Type } from 'typebox'
import { CaseId, type CaseView } from '../../../modules/casework/contract.ts'
import type { Guide } from '../../../modules/catalogue/contract.ts'
import { problemNames, type Shortfall } from '../../../modules/intake/contract.ts'
import { readCase } from '../../endpoints/casework.ts'
import { listVersions, readGuide } from '../../endpoints/catalogue.ts'
import { readEvents, supplyCase, uploadFile } from '../../endpoints/intake.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayAt, dayText } from '../../ui/words.ts'
import { Back, LineNote } from '../intake/parts.tsx'
import { UploadForm } from '../intake/UploadForm.tsx'
import { type FormState, page, type View } from '../page.ts'
import { RefusedNote } from '../parts.tsx'
import { addressWith, findNotice, type GivenFile, givenIn, givenPattern, mostFiles, type Notice } from './correction.ts'

type Data = {
  readonly one: CaseView
  readonly notice: Notice | null
  /** The version by which one applied; null when it is no longer published: demands are then called by their codes. */
  readonly guide: Guide | null
}
type Query = { readonly given?: string; readonly none?: string }

/** What the one notice 补正告知 asks for: a file for each demand, all submitted together. Files wait in the address. */
export const correctionPage = page({
  path: '/cases/:id/correction',
  under: 'cases',
  who: 'signedIn',
  look: 'p-cor',
  script: 'apply',
  params: Type.Object({ id: CaseId }),
  query: Type.Object({
    given: Type.Optional(Type.String({ pattern: givenPattern, maxLength: 4_000 })),
    none: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })),
  }),
  load: async ({ ask, tryAsk, params }): Promise<Data> => {
    const one = await ask(readCase, { params })
    const { events } = await ask(readEvents, { params })
    const item = { code: one.itemCode }
    const versions = await tryAsk(listVersions, { params: item })
    const version = versions.reply?.versions.find(({ versionId }) => versionId === one.itemVersionId)
    const guide = version === undefined ? null : await tryAsk(readGuide, { params: item, query: { version: version.no } })
    return { one, notice: findNotice(events), guide: guide?.reply ?? null }
  },
  title: ({ data }) => `补正，${data.one.number}`,
  isWrong: ({ query }) => query.none !== undefined,
  standsFor: ({ data: { one }, me }) => (me === null || one.applicantId === me.person.id ? null : one.applicantName),
  render: (view) => <Correction {...view} />,
  submit: async ({ ask, said, files, params, query }) => {
    const given = givenIn(query.given)
    const code = said.get('material')
    if (code === null) {
      await ask(supplyCase, { params, body: { materials: given } })
      return { goTo: `/cases/${params.id}` }
    }
    const upload = files.get('file')
    if (upload === undefined) {
      const here = addressWith(params.id, given)
      return { goTo: `${here}${here.includes('?') ? '&' : '?'}none=${code.replace(/[^0-9A-Za-z]/g, '')}` }
    }
    const { fileId } = await ask(uploadFile, { upload })
    const rest = given.filter((one) => one.fileId !== fileId || one.code !== code)
    return { goTo: addressWith(params.id, [...rest, { code, fileId }]) }
  },
})

function Correction({ data: { one, notice, guide }, query, form, today }: View<unknown, Query, Data>) {
  const here = `/cases/${one.caseId}`
  if (notice === null || !one.allowedActs.some(({ code }) => code === 'supply'))
    return (
      <div className="col">
        <Back to={here}>这一件</Back>
        <h1 className="h1">现在没有要补的</h1>
        <p className="lede">这一件现在的状态是“{one.stateName}”。</p>
      </div>
    )
  const given = givenIn(query.given)
  const isDone = ({ material }: Shortfall) => given.some(({ code }) => code === material)
  const { shortfalls } = notice
  const left = shortfalls.flatMap((demand, n) => (isDone(demand) ? [] : [n + 1]))
  const done = shortfalls.length - left.length
  const wrong = form.refused === null ? (query.none ?? null) : form.said.get('material')
  return (
    <div className="two">
      <div>
        <Back to={here}>这一件</Back>
        <p className="cap">
          {guide?.definition.name} <span className="nb num">{one.number}</span>
        </p>
        <h1 className="h1">{left.length === 0 ? '都补上了，请一起提交' : `要补 ${shortfalls.length} 项，补齐就行`}</h1>
        <RefusedNote form={form} />
        <p className="lede cor-l">
          {dayText(dayAt(notice.at), today)}一次告知。只补下面这些，其余材料不用再交。
          {notice.documentId !== null && (
            <>
              {' '}
              <a className="lnk" href={`/api/cases/${one.caseId}/documents/${notice.documentId}`}>
                看《补正告知书》（PDF）
              </a>
            </>
          )}
        </p>
        <div className="prog">
          <p id="done">
            要补 {shortfalls.length} 项，<b>已补 {done} 项</b>
          </p>
          <progress aria-labelledby="done" max={shortfalls.length} value={done} />
        </div>
        <ol className="asks">
          {shortfalls.map((demand, n) => (
            <Demand
              key={demand.material}
              n={n + 1}
              demand={demand}
              guide={guide}
              given={given}
              caseId={one.caseId}
              problem={wrong === demand.material ? (form.refused?.message ?? '还没有选文件：先选一个文件，再按“上传”') : null}
              form={form}
            />
          ))}
        </ol>
        {left.length === 0 ? (
          <form method="post" data-once data-send>
            <input type="hidden" name="key" value={form.key} />
            <p className="hint">提交后不能再换。{one.ruleSet === 'permit' && '窗口从今天起 5 个工作日内答复是否受理。'}</p>
            <div className="go go-stick">
              <button className="act" type="submit">
                提交补正
              </button>
              <LineNote>正在重试，同一份补正只会交一次。请先不要关闭本页。</LineNote>
            </div>
          </form>
        ) : (
          <p className="hint">补上第 {left.join('、')} 项就能一起提交。提交前，交的文件只留在这一页的地址里。</p>
        )}
      </div>
      <aside className="aside cor-a" aria-label="补正怎么算">
        <dl className="facts-s">
          {one.ruleSet === 'permit' && (
            <>
              <dt>期限怎么算</dt>
              <dd>补齐那天起，答复是否受理的 5 个工作日重新开始算</dd>
              <dt>还会再要别的吗</dt>
              <dd>不会。要补的已经一次说全（《行政许可法》第三十二条）</dd>
            </>
          )}
          <dt>不想办了</dt>
          <dd>
            可以在 <a href={`${here}#withdraw`}>这一件</a> 里撤回
          </dd>
        </dl>
      </aside>
    </div>
  )
}

type DemandProps = {
  readonly n: number
  readonly demand: Shortfall
  readonly guide: Guide | null
  readonly given: readonly GivenFile[]
  readonly caseId: string
  readonly problem: string | null
  readonly form: FormState
}

/** A demand of the notice: what is wrong, what a good one is, what was handed in for it. */
function Demand({ n, demand: { material: code, problem: fault }, guide, given, caseId, problem, form }: DemandProps) {
  const name = guide?.definition.materials.find((one) => one.code === code)?.name ?? `材料 ${code}`
  const sample = guide?.definition.details?.materials[code]?.sample
  const own = given.filter((one) => one.code === code)
  const isDone = own.length > 0
  return (
    <li className={isDone ? 'ask-i ask-ok' : 'ask-i'} id={`m-${code}`}>
      <p className="ask-n">
        <span className="num">第 {n} 项</span>
        <span className={isDone ? 'st st-ok' : 'st'}>
          <Icon name={isDone ? 'done' : 'ring'} size="s" />
          {isDone ? '已补，等您一起提交' : '还没补'}
        </span>
      </p>
      <h2 className="h2">{name}</h2>
      <blockquote className="said">
        <p>{problemNames[fault]}</p>
      </blockquote>
      {sample !== undefined && <p className="hint">{sample}</p>}
      {isDone && (
        <ul className="given">
          {own.map(({ fileId }, i) => (
            <li key={fileId}>
              <a className="lnk" href={`/api/files/${fileId}`}>
                看第 {i + 1} 份<span className="vh">：{name}</span>
              </a>
              <a
                className="lnk"
                href={addressWith(
                  caseId,
                  given.filter((one) => one.code !== code || one.fileId !== fileId),
                )}
              >
                不要这份
                <span className="vh">
                  （第 {i + 1} 份：{name}）
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {given.length < mostFiles && <UploadForm code={code} name={name} isGiven={isDone} problem={problem} form={form} />}
    </li>
  )
}

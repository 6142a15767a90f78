import { Type } from 'typebox'
import { isBad, type LevelCode, levelNames, levels, RatingId, type RatingSheet } from '../../../modules/rating/contract.ts'
import { answerOrder, giveRating, readRating } from '../../endpoints/rating.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayText } from '../../ui/words.ts'
import { type FormState, page, type View } from '../page.ts'
import { Form, Note, RefusedNote } from '../parts.tsx'
import { Face } from './Face.tsx'
import { OrderProgress } from './OrderProgress.tsx'

type Query = { readonly code?: string }

/** One rating, with or without signing in: five faces; afterwards what was said, and of a bad mark what becomes of it. */
export const ratePage = page({
  path: '/rate/:id',
  under: 'cases',
  who: 'anyone',
  look: 'p-rate',
  params: Type.Object({ id: RatingId }),
  query: Type.Object({ code: Type.Optional(Type.String({ maxLength: 16 })) }),
  load: ({ ask, params, query }) => ask(readRating, { params, query }),
  title: ({ data }) => (data.given === null ? `这件事办得怎么样，${data.itemName}` : `您的评价，${data.itemName}`),
  render: (view) => <Rate {...view} />,
  submit: async ({ ask, said, params, query }) => {
    const words = said.get('words')?.trim().slice(0, 500) || null
    const solved = said.get('solved')
    if (solved !== null) await ask(answerOrder, { params, body: { ...query, isSolved: solved === 'yes', words } })
    else {
      const level = Number(said.get('level')) as LevelCode
      await ask(giveRating, { params, body: { ...query, level, labels: said.getAll(`label${level}`), words } })
    }
    return { goTo: `/rate/${params.id}${query.code === undefined ? '' : `?code=${encodeURIComponent(query.code)}`}` }
  },
})

function Rate({ data, me, form, today }: View<unknown, Query, RatingSheet>) {
  const { itemName, rated, onDay, placeName, windowName, given, isOpen, untilOn } = data
  const where = rated === 'visit' ? [placeName, windowName].filter((name) => name !== null).join(' ') : data.department
  return (
    <div className="col rate">
      <p className="cap">
        {itemName} · <span className="nb">{dayText(onDay, today)}</span> {where}
      </p>
      {given === null ? (
        <>
          <h1 className="h1">{rated === 'visit' ? '这次到现场办事怎么样？' : '这件事办得怎么样？'}</h1>
          {form.refused !== null && form.said.get('level') === null ? <NothingChosen /> : <RefusedNote form={form} />}
          {isOpen ? (
            <Asking sheet={data} form={form} isSignedIn={me !== null} today={today} />
          ) : (
            <p className="lede">这次评价到 {dayText(untilOn, today)}为止，现在不能再评了。没有评价没有任何影响。</p>
          )}
        </>
      ) : (
        <Said sheet={data} form={form} today={today} />
      )}
    </div>
  )
}

/** The words under a face; the long ones may break in the middle. */
function FaceWords({ level }: { level: LevelCode }) {
  const [head, tail] = levelNames[level].split(/(?<=^非常)/)
  return (
    <span>
      {head}
      {tail !== undefined && (
        <>
          <wbr />
          {tail}
        </>
      )}
    </span>
  )
}

function NothingChosen() {
  return (
    <div className="note note-no" role="alert" tabIndex={-1} data-focus>
      <Icon name="no" />
      <p>
        <strong>请先选一张脸，再提交。</strong>写的话都还在。
      </p>
    </div>
  )
}

type AskingProps = { sheet: RatingSheet; form: FormState; isSignedIn: boolean; today: string }

function Asking({ sheet, form, isSignedIn, today }: AskingProps) {
  const { scale, days, untilOn } = sheet
  const chosen = Number(form.said.get('level'))
  return (
    <>
      <p className="lede">办事的人看不到是谁评的。不评价不影响办事，也没有任何影响。</p>
      <Form form={form}>
        <fieldset className="faces">
          <legend className="vh">选一个</legend>
          {levels.map((level) => (
            <label key={level}>
              <input type="radio" name="level" value={level} defaultChecked={chosen === level} required />
              <Face level={level} />
              <FaceWords level={level} />
            </label>
          ))}
        </fieldset>
        {scale.levels.map(({ level, name, labels }) => (
          <fieldset key={level} className={`sec reasons when when-${level}`}>
            <legend className="h2">{isBad(level) ? '哪里不满意？' : '哪里做得好？'}</legend>
            <p className="hint">“{name}”可以多选，也可以不选。</p>
            <Labels level={level} labels={labels.filter(({ isFirst }) => isFirst)} form={form} />
            <details className="why more">
              <summary>更多</summary>
              <Labels level={level} labels={labels.filter(({ isFirst }) => !isFirst)} form={form} />
            </details>
          </fieldset>
        ))}
        <div className="fieldset">
          <label className="label" htmlFor="words">
            想多说一句（可不填）
          </label>
          <p className="hint" id="words-hint">
            不用写姓名和电话。给办事单位看时，写了的也会遮住。
          </p>
          <textarea
            className="field"
            id="words"
            name="words"
            rows={3}
            maxLength={500}
            aria-describedby="words-hint"
            defaultValue={form.said.get('words') ?? ''}
          />
        </div>
        <div className="sec when when-bad">
          <Note>
            <p>
              <strong>评“不满意”“非常不满意”以后会怎样</strong>
            </p>
            <p>
              马上生成一张整改单，给您单号。{days.first} 个工作日内联系您，经办的人不经手；{days.fix}{' '}
              个工作日内把整改结果告诉您，最长 {days.close} 个工作日，再问您“解决了没有”。
            </p>
          </Note>
        </div>
        <p className="hint sec">
          只评一次，不能更改，{dayText(untilOn, today)}前都可以评。评的是哪一档会算进<a href="/ratings">公开的好差评数据</a>
          ，不带姓名。
        </p>
        <div className="go go-stick">
          <button className="act" type="submit">
            提交评价
          </button>
          <a className="lnk" href={isSignedIn ? '/cases' : '/'}>
            不评了
          </a>
        </div>
      </Form>
    </>
  )
}

type LabelsProps = { level: LevelCode; labels: readonly { code: string; text: string }[]; form: FormState }

function Labels({ level, labels, form }: LabelsProps) {
  const chosen = form.said.getAll(`label${level}`)
  return (
    <div className="pick pick-2">
      {labels.map(({ code, text }) => (
        <label key={code}>
          <input type="checkbox" name={`label${level}`} value={code} defaultChecked={chosen.includes(code)} />
          {text}
        </label>
      ))}
    </div>
  )
}

function Said({ sheet, form, today }: { sheet: RatingSheet; form: FormState; today: string }) {
  const { given, order } = sheet
  if (given === null) return null
  return (
    <>
      <h1 className="h1">
        {order === null ? '谢谢，评价收到了' : order.state === 'closed' ? '整改单已办结' : '评价收到了，正在整改'}
      </h1>
      <RefusedNote form={form} />
      <div className="said">
        <Face level={given.level} />
        <p>
          <strong>{levelNames[given.level]}</strong>
          <br />
          <span className="hint">{dayText(given.on, today)}评</span>
        </p>
      </div>
      {given.labels.length > 0 && <p className="sec">{given.labels.join('；')}。</p>}
      {given.words !== null && <p className="sec">“{given.words}”</p>}
      <p className="hint sec">评价不能更改，工作人员也不能更改或删除。</p>
      {order !== null && <OrderProgress order={order} form={form} today={today} />}
      <p className="go">
        <a className="lnk" href="/cases">
          我的办件
        </a>
        <a className="lnk" href="/ratings">
          大家怎么评
        </a>
      </p>
    </>
  )
}

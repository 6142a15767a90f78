import type { FoundItem, Guide } from '../../../modules/catalogue/contract.ts'
import type { Found, LatestMarks } from '../../../modules/finder/contract.ts'
import type { PlaceView } from '../../../modules/region/contract.ts'
import { dayText } from '../../ui/words.ts'
import { guidePath } from '../catalogue/guide/GuideView.tsx'
import { ItemRow } from '../catalogue/rows.tsx'
import { type Entry, entriesOf } from '../catalogue/siblings.ts'
import type { FormState } from '../page.ts'
import { Form, Note, RefusedNote } from '../parts.tsx'
import { Halls } from '../region/Halls.tsx'
import { type Carried, carriedPath, carriedText, purposeText } from './texts.ts'

/** What a question found, with what each kind of answer needs beside it. */
export type Results = {
  readonly found: Found
  /** Of the first item, when it is sure. */
  readonly best: { readonly guide: Guide; readonly given: Carried } | null
  /** Where a person can be asked, when nothing fits or it is not sure. */
  readonly halls: readonly PlaceView[]
  readonly marks: LatestMarks | null
}

type Props = {
  readonly results: Results
  readonly here: string
  readonly path: string
  readonly form: FormState
  /** Whether this question has just been left for staff. */
  readonly isLeft: boolean
}

/** Sure: an answer and what else it may be. Unsure: three to choose from, more below. None: says so, and who can be asked. */
export function ResultsView({ results, here, path, form, isLeft }: Props) {
  const { found, best, halls, marks } = results
  const isNone = found.answer === 'none' || found.items.length === 0
  return (
    <>
      {isNone ? (
        <None here={here} path={path} />
      ) : best !== null ? (
        <Sure items={found.items} guide={best.guide} given={best.given} />
      ) : (
        <Unsure items={found.items} />
      )}
      {best === null && <Leave form={form} isLeft={isLeft} isNone={isNone} />}
      <Person halls={halls} isNone={isNone} here={here} />
      {marks !== null && <Measure marks={marks} />}
    </>
  )
}

function Sure({ items, guide, given }: { items: readonly FoundItem[]; guide: Guide; given: Carried }) {
  const { definition, code } = guide
  const entries = entriesOf(items)
  const own = entries.find((entry) => entry.kind === 'siblings' && entry.ways.some(({ item }) => item.code === code))
  const others = entries.filter((entry) => entry !== own && !(entry.kind === 'one' && entry.item.code === code))
  const carried = carriedText(definition, given)
  const canApply = guide.state === 'active' && guide.lacks.length === 0
  return (
    <>
      <section className="answer" aria-labelledby="answer">
        <p className="cap">就是这件事</p>
        <h1 id="answer" className="h1">
          {definition.name}
        </h1>
        <p>{purposeText(guide)}</p>
        {carried.length > 0 && (
          <p className="carried">
            从您的话里知道：{carried.join('；')}。<span className="cap">已经带进指南，不对可以改。</span>
          </p>
        )}
        <p className="go">
          {canApply && (
            <a className="act" href={carriedPath(`${guidePath(code)}/apply`, given)}>
              直接办
            </a>
          )}
          <a className={canApply ? 'act act-2' : 'act'} href={carriedPath(guidePath(code), given)}>
            看指南
          </a>
        </p>
        {own?.kind === 'siblings' && (
          <div className="answer-q">
            <h2 className="label">不是这一种？{own.question}</h2>
            <Ways ways={own.ways.filter(({ item }) => item.code !== code)} />
          </div>
        )}
      </section>
      {others.length > 0 && (
        <section className="sec" aria-labelledby="more">
          <h2 id="more" className="h2">
            也可能是这些
          </h2>
          <Entries entries={others} heading="h3" />
        </section>
      )}
    </>
  )
}

const mostChoices = 3

function Unsure({ items }: { items: readonly FoundItem[] }) {
  const entries = entriesOf(items)
  const more = entries.slice(mostChoices)
  return (
    <>
      <h1 className="h1">没有把握，您是不是要办：</h1>
      <Entries entries={entries.slice(0, mostChoices)} heading="h2" />
      {more.length > 0 && (
        <details className="sec">
          <summary>都不是？还有 {more.length} 个说得上的</summary>
          <Entries entries={more} heading="h2" />
        </details>
      )}
    </>
  )
}

function None({ here, path }: { here: string; path: string }) {
  return (
    <>
      <h1 className="h1">没有找到合适的事项</h1>
      <p className="lede">
        {here === '' ? '这里的清单里' : `${here}和它的上级的清单里`}没有对得上这句话的事项。换一种说法再找；也可以
        <a href="/guided">按办什么大事找</a>，或者<a href="/items">按主题和部门找</a>。
        {here !== '' && (
          <>
            要在别处办的，先<a href={`/place?next=${encodeURIComponent(path)}`}>换一个地区</a>。
          </>
        )}
      </p>
    </>
  )
}

type Siblings = Extract<Entry, { kind: 'siblings' }>

/** Items, those hardly to be told apart under one heading. */
function Entries({ entries, heading: Heading }: { entries: readonly Entry[]; heading: 'h2' | 'h3' }) {
  return (
    <ul className="rows hits">
      {entries.map((entry) =>
        entry.kind === 'one' ? (
          <ItemRow key={entry.item.code} item={entry.item} heading={Heading} />
        ) : (
          <li key={entry.ways[0]?.item.code} className="hit">
            <Heading className="h3">{entry.heading}</Heading>
            <p className="hit-m">
              <span>{entry.ways[0]?.item.department}</span>
            </p>
            <p className="hit-q">{entry.question}</p>
            <Ways ways={entry.ways} />
          </li>
        ),
      )}
    </ul>
  )
}

function Ways({ ways }: { ways: Siblings['ways'] }) {
  return (
    <ul className="ways">
      {ways.map(({ label, item }) => (
        <li key={item.code}>
          <a href={item.guide}>{label}</a>
        </li>
      ))}
    </ul>
  )
}

/** Leaves the question for those who keep the list of items: counted, not whose it was. */
function Leave({ form, isLeft, isNone }: { form: FormState; isLeft: boolean; isNone: boolean }) {
  if (isLeft)
    return (
      <Note kind="met" icon="done">
        问题已经留给管事项的工作人员。补上以后，同样的话就能找到；您的事等不及，请直接问人。
      </Note>
    )
  return (
    <section className="sec" aria-labelledby="leave">
      <h2 id="leave" className="h2">
        {isNone ? '把问题留给工作人员' : '这些都不对？'}
      </h2>
      <p className="hint">只记这句话问了几次，不记是谁问的；话里的号码会遮掉。</p>
      <RefusedNote form={form} />
      <Form form={form}>
        <p className="go">
          <button className="act act-2" type="submit">
            留下这个问题
          </button>
        </p>
      </Form>
    </section>
  )
}

/** Who can be asked: the halls of the place, the hotline, other ways of help. */
function Person({ halls, isNone, here }: { halls: readonly PlaceView[]; isNone: boolean; here: string }) {
  if (!isNone && halls.length === 0) return null
  return (
    <section className="sec" aria-labelledby="person">
      <h2 id="person" className="h2">
        {isNone ? '直接问人' : '都不是？直接问人'}
      </h2>
      {halls.length > 0 ? (
        <Halls halls={halls} />
      ) : (
        here === '' && (
          <p>
            <a href="/place?next=/help">选地区</a>，就看到离您近的大厅。
          </p>
        )
      )}
      <p className="row go">
        <a className="act act-2" href="/help">
          找人帮忙
        </a>
        <a className="lnk" href="tel:12345">
          打 12345 问
        </a>
      </p>
    </section>
  )
}

function Measure({ marks }: { marks: LatestMarks }) {
  return (
    <p className="small measure">
      {dayText(marks.takenOn)}考试：没有用来调整过的题里，第一条就对的占 {percent(marks.frozen.hit1)}，前三条里有的占{' '}
      {percent(marks.frozen.hit3)}。<a href="/finder/method">怎么考的</a>
    </p>
  )
}

/** A part of one in words: '81.4%'. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(1)}%`
}

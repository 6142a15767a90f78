import type { ReactNode } from 'react'
import { type Demand, type Guide, lackNames } from '../../../../modules/catalogue/contract.ts'
import { dayAt, dayText } from '../../../ui/words.ts'
import type { Crumb } from '../../page.ts'
import { Note, PrintButton } from '../../parts.tsx'
import { Elements } from './Elements.tsx'
import { Materials } from './Materials.tsx'
import { Rights } from './Rights.tsx'
import { Situations } from './Situations.tsx'
import { Steps } from './Steps.tsx'
import { audienceText, limitOr, notPublished, originText, stillPossible } from './texts.ts'

/** What a guide is drawn from. */
export type Shown = {
  readonly guide: Guide
  /** What the answers leave; null for a version under its permanent address, which is shown as it was. */
  readonly demand: Demand | null
  readonly answers: Readonly<Record<string, string>>
  /** Beside a version under its address: the number of the one in force. */
  readonly inForce?: number
}

/** The address of the guide in force. */
export function guidePath(code: string): string {
  return `/items/${encodeURIComponent(code)}`
}

export function trailOf({ guide: { code, definition, version }, demand }: Shown): Crumb[] {
  const { organ } = definition
  return [
    { name: '事项', path: '/items' },
    { name: organ.name, path: `/items?department=${encodeURIComponent(organ.name)}` },
    ...(demand === null ? [{ name: `第 ${version.no} 版`, path: `${guidePath(code)}/versions/${version.no}` }] : []),
  ]
}

/** A guide, whole: at a glance, situations, materials, steps, rights, every element of the standard. */
export function GuideView({ shown, today, time }: { shown: Shown; today: string; time: string }) {
  const { guide, demand, answers, inForce } = shown
  const { definition, version, code } = guide
  const listed = demand?.materials ?? definition.materials.filter(({ when }) => when === undefined)
  const canApply = demand !== null && guide.state === 'active' && guide.lacks.length === 0
  return (
    <div className="two gd">
      <div className="gd-main">
        <header className="gd-head">
          <h1 className="h1">{definition.name}</h1>
          <p className="lede">{definition.organ.name}</p>
        </header>
        {inForce !== undefined && <VersionNote guide={guide} inForce={inForce} today={today} />}
        {guide.state !== 'active' && (
          <Note kind="no" icon="no">
            {guide.state === 'suspended' ? '这个事项目前暂停实施，恢复之前不受理申请。' : '这个事项已经取消，不再受理申请。'}
          </Note>
        )}
        <Glance guide={guide} demand={demand} />
        {demand !== null && <Situations demand={demand} answers={answers} definition={definition} />}
        <Materials guide={guide} materials={listed} possible={stillPossible(definition, listed, answers)} />
        <Steps guide={guide} />
        <Rights guide={guide} />
        <Elements guide={guide} />
        <p className="small ver">
          第 {version.no} 版，{dayText(dayAt(version.effectiveAt), today)}起用。
          <a href={`${guidePath(code)}/versions/${version.no}`}>本版的永久地址</a>
          {'　'}
          <a href={`${guidePath(code)}/versions`}>历次版本</a>
        </p>
        <p className="small only-paper digest">
          打印自 {guidePath(code)}/versions/{version.no}，{dayText(today, '')} {time}。内容摘要（SM3）{version.digest}
        </p>
      </div>
      <aside className="aside gd-now" aria-label="现在办">
        {canApply && <Apply code={code} answers={answers} look="only-wide" />}
        {guide.lacks.length > 0 && (
          <Note kind="near" icon="warning">
            暂时不能在线申请：{guide.lacks.map((lack) => lackNames[lack]).join('、')}
            尚未公布。请到窗口当面问、当面办，或者打咨询电话。
          </Note>
        )}
        <Places guide={guide} />
        {canApply && (
          <p>
            <a className="lnk" href={`/me/delegations?item=${encodeURIComponent(code)}`}>
              委托别人办
            </a>
          </p>
        )}
        {definition.ruleSet === 'permit' && (
          <p>
            <a className="lnk" href={`/publications?item=${encodeURIComponent(code)}`}>
              看已经准予的许可
            </a>
          </p>
        )}
        <p className="row tools">
          <PrintButton />
        </p>
      </aside>
      {canApply && (
        <div className="go-stick only-phone">
          <Apply code={code} answers={answers} look="" />
        </div>
      )}
    </div>
  )
}

/** 在线办理, with the answers given here. */
function Apply({ code, answers, look }: { code: string; answers: Shown['answers']; look: string }) {
  const along = new URLSearchParams(
    Object.fromEntries(Object.entries(answers).map(([question, answer]) => [`a.${question}`, answer])),
  )
  return (
    <a className={`act act-w ${look}`} href={`${guidePath(code)}/apply${along.size === 0 ? '' : `?${along}`}`}>
      在线办理
    </a>
  )
}

function VersionNote({ guide: { version, code }, inForce, today }: { guide: Guide; inForce: number; today: string }) {
  const current = <a href={guidePath(code)}>看现行版本</a>
  if (version.no === inForce)
    return (
      <Note>
        这是第 {version.no} 版的永久地址，现在就按这一版办。{current}
      </Note>
    )
  if (version.no > inForce)
    return (
      <Note>
        这是第 {version.no} 版，{dayText(dayAt(version.effectiveAt), today)}起用，现在还不按它办。{current}
      </Note>
    )
  return (
    <Note kind="near" icon="warning">
      这是第 {version.no} 版，已由新版本代替；只有按这一版收件的办件还按它办。{current}
    </Note>
  )
}

function Glance({ guide: { definition }, demand }: { guide: Guide; demand: Demand | null }) {
  const { promisedLimit: promised, legalLimit: legal } = demand ?? definition
  const { details, service, isImmediate, audiences, limitsWhen } = definition
  const isOpen = limitsWhen !== undefined && (demand === null || demand.problems.length > 0)
  const law = legal === null ? '清单未公布法定时限' : `法定最长 ${limitOr(legal, '')}`
  return (
    <dl className="glance">
      <Fact name="谁能办">{audienceText(audiences)}</Fact>
      <Fact name="要多久" more={isOpen ? `${law}；有的情形另有时限` : law}>
        {isImmediate ? '当场办结' : promised === null ? limitOr(legal, notPublished) : `承诺 ${limitOr(promised, '')}`}
      </Fact>
      <Fact name="多少钱">{details === undefined ? notPublished : details.fee.isCharged ? '收费，见下' : '不收费'}</Fact>
      <Fact name="跑几次">
        {service.onSiteVisits === null ? notPublished : service.onSiteVisits === 0 ? '不用跑' : `最多 ${service.onSiteVisits} 次`}
      </Fact>
    </dl>
  )
}

function Fact({ name, more, children }: { name: string; more?: string; children: ReactNode }) {
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

function Places({ guide: { definition } }: { guide: Guide }) {
  const { details, contact, provenance } = definition
  const origin = originText(provenance.contact, definition)
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
              <p className="hint">{address}</p>
              <p className="hint">{hours}</p>
            </li>
          ))}
        </ul>
      )}
      <p className="hint">咨询：{contact.phone ?? '清单未公布电话'}</p>
      {origin !== null && <p className="small">{origin}</p>}
    </>
  )
}

import type { Guide } from '../../../../modules/catalogue/contract.ts'
import { Note } from '../../parts.tsx'
import { limitOr, originText } from './texts.ts'

/** @source 行政许可法 50 */
const leadDaysByLaw = 30

/** Each step: who, how long, what comes of it. */
export function Steps({ guide: { definition } }: { guide: Guide }) {
  const { provenance, procedures = [], renewal } = definition
  const origin = originText(provenance.steps, definition)
  return (
    <section className="sec" aria-labelledby="how">
      <h2 id="how" className="h2">
        怎么办
      </h2>
      {origin !== null && <p className="hint">{origin}</p>}
      <ol className="path">
        {rowsOf(definition).map(({ name, text }, n) => (
          <li key={name} className="step">
            <span className="dot num">{n + 1}</span>
            <b>{name}</b>
            {text !== '' && <p className="hint">{text}</p>}
          </li>
        ))}
      </ol>
      {procedures.length > 0 && (
        <p className="hint">必要时还有：{procedures.map(procedureText).join('；')}。启动前会书面告诉您要多久。</p>
      )}
      {renewal !== undefined && (
        <Note>
          {`应当在有效期届满 ${renewal.leadDays ?? leadDaysByLaw} 日前提出。按期提出的，届满前决定是否准予延续；逾期未作决定的，视为准予延续`}
          <span className="small">　依据：{[...new Set(['行政许可法 50', renewal.basis])].join('；')}</span>
        </Note>
      )}
      <p className="hint">
        每个日期怎么推算，见<a href="/limits">期限怎么算</a>。
      </p>
    </section>
  )
}

function rowsOf({ details, steps, ruleSet, isImmediate, organ, result }: Guide['definition']) {
  const isPermit = ruleSet === 'permit'
  return [
    { name: '您提交申请', text: '网上提交或者到窗口提交，当场收到收件回执。' },
    {
      name: isPermit ? '窗口审查材料，5 个工作日内答复是否受理' : '窗口审查材料',
      text: isPermit ? '缺什么一次说全。逾期不告知的，自收到材料之日起即为受理（行政许可法 32）。' : '缺什么一次说全。',
    },
    ...(isImmediate ? [] : steps).map(({ code, name, limit }) => ({
      name: `${details?.steps[code]?.post ?? organ.name}${name}${limit === undefined ? '' : `，${limitOr(limit, '')}内`}`,
      text: details?.steps[code]?.work ?? '',
    })),
    { name: `您收到${result?.name ?? '办理结果'}`, text: isImmediate ? '当场办结。' : '' },
  ]
}

const stops = { all: '期间不计入办理期限', promise: '期间不计入承诺期限', nothing: '不影响办理期限' } as const

function procedureText({ name, limit, stops: what }: NonNullable<Guide['definition']['procedures']>[number]): string {
  return `${name}（${limit === null ? '' : `${limitOr(limit, '')}内，`}${stops[what]}）`
}

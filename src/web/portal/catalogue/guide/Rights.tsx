import type { ReactNode } from 'react'
import type { Guide } from '../../../../modules/catalogue/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { basisText, notPublished, originText } from './texts.ts'

const checks = { paper: '书面审查', site: '现场核查，两人到场', record: '由我们核验' } as const

/** Conditions, reasons for refusal, fees, result, remedies and contacts, in the order of the standard. */
export function Rights({ guide: { definition } }: { guide: Guide }) {
  const { details, remedy, contact, result, ruleSet, provenance } = definition
  const origin = (element: keyof typeof provenance) => <Source text={originText(provenance[element], definition)} />
  return (
    <section className="sec" aria-labelledby="rights">
      <h2 id="rights" className="h2">
        依据与权利
      </h2>
      <Fold name="受理和办理条件" short={details === undefined ? null : `${details.conditions.length} 条`} isOpen>
        {details !== undefined && details.conditions.length > 0 ? (
          <ol className="cond">
            {details.conditions.map(({ code, text, checkedBy, basis }) => (
              <li key={code}>
                {text}（{checks[checkedBy]}）<span className="small">　{basisText(basis)}</span>
              </li>
            ))}
          </ol>
        ) : (
          <p>{definition.conditions ?? notPublished}</p>
        )}
        {origin('conditions')}
      </Fold>
      {details !== undefined && details.conditions.length > 0 && (
        <Fold name="哪些情况不予办理" short={null}>
          <ul>
            {details.conditions.map(({ code, unmet }) => (
              <li key={code}>{unmet}</li>
            ))}
          </ul>
        </Fold>
      )}
      <Fold name="收费" short={details === undefined ? notPublished : details.fee.isCharged ? '收费' : '不收费'}>
        {details === undefined ? (
          <p>{notPublished}收费情况。</p>
        ) : (
          <>
            {details.fee.items.map(({ name, standard, basis }) => (
              <p key={name}>
                {name}：{standard}（{basisText(basis)}）
              </p>
            ))}
            <p>
              {details.fee.isCharged ? '' : '不收费。'}
              {basisText(details.fee.basis)}
            </p>
          </>
        )}
      </Fold>
      <Fold name="办理结果" short={result?.name ?? notPublished}>
        <p>{result === null ? `${notPublished}办理结果。` : result.name}</p>
        {details !== undefined && (
          <>
            <p>{details.result.validity === null ? '没有有效期限制。' : `有效期：${details.result.validity}`}</p>
            <p>{details.result.sample}</p>
          </>
        )}
        {origin('result')}
      </Fold>
      <Fold name="不服决定怎么办" short={ruleSet === 'permit' ? '60 日内复议，6 个月内诉讼' : null}>
        {remedy === null ? (
          <p>清单未公布复议机关和管辖法院；决定书上会写明向哪个机关申请复议、向哪个法院起诉，以及期限。</p>
        ) : (
          <>
            <p>
              自知道决定之日起 60 日内，可以向{remedy.reviewOrgan}申请行政复议；6 个月内，可以向{remedy.court}提起行政诉讼。
            </p>
            <p>依据：行政复议法 20；行政诉讼法 46</p>
            {origin('remedy')}
          </>
        )}
      </Fold>
      {details !== undefined && details.questions.length > 0 && (
        <Fold name="常见问题" short={`${details.questions.length} 个`}>
          {details.questions.map(({ question, answer }) => (
            <p key={question}>
              <b>{question}</b>
              <br />
              {answer}
            </p>
          ))}
        </Fold>
      )}
      <Fold name="咨询与监督" short={contact.phone}>
        <p>咨询电话：{contact.phone ?? notPublished}</p>
        <p>监督投诉电话：{contact.complaintPhone ?? notPublished}</p>
        {origin('contact')}
      </Fold>
    </section>
  )
}

/** Where an element comes from, under it. */
function Source({ text }: { text: string | null }) {
  return text === null ? null : <p className="small">{text}</p>
}

/** A part that opens without script; on paper it is always open. */
export function Fold({
  name,
  short,
  isOpen = false,
  children,
}: {
  name: string
  short: string | null
  isOpen?: boolean
  children: ReactNode
}) {
  return (
    <details className="fold" open={isOpen}>
      <summary>
        <h3 className="h3">{name}</h3>
        {short !== null && <small>{short}</small>}
        <Icon name="down" />
      </summary>
      <div>{children}</div>
    </details>
  )
}

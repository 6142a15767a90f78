import { type CaseView, UnknownCase } from '../../../../modules/casework/contract.ts'
import { listDeliveries } from '../../../endpoints/window.ts'
import { letterName } from '../../../ui/letters.ts'
import { Paper, type PaperSource } from '../../parts/Paper.tsx'
import { useAsk } from '../../use-ask.ts'

type Props = {
  view: CaseView
  paper: { source: PaperSource; name: string } | null
  onOpen: (documentId: string, name: string) => void
}

/** Every letter of the case, and which of them reached the applicant how. */
export function Letters({ view, paper, onOpen }: Props) {
  const told = useAsk(listDeliveries, { params: { id: view.caseId } })
  return (
    <>
      <div className="ph">
        <h2>文书</h2>
        <span className="mut">再次打印与原来一字不差</span>
      </div>
      {view.documents.length === 0 && <p className="sec mut">还没有文书。</p>}
      <ul className="letters">
        {view.documents.map(({ documentId, kind, number }) => (
          <li key={documentId}>
            <button type="button" className="link" onClick={() => onOpen(documentId, `${letterName(kind)} ${number}`)}>
              {letterName(kind)}
            </button>
            <span className="mut num">{number}</span>
          </li>
        ))}
      </ul>
      {paper !== null && <Paper source={paper.source} name={paper.name} />}
      {told.refused?.code !== UnknownCase.code && (told.data?.deliveries.length ?? 0) > 0 && (
        <div className="sec">
          <h3>已经告知申请人</h3>
          <ul>
            {told.data?.deliveries.map(({ messageId, name, channelName, stateName, reasonName }) => (
              <li key={messageId}>
                {name}　<span className="mut">{channelName}</span>　{stateName}
                {reasonName !== null && `：${reasonName}`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

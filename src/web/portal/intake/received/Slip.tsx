import type { CaseView, Proof } from '../../../../modules/casework/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { PrintButton } from '../../parts.tsx'
import { Qr } from '../Qr.tsx'

type Props = { readonly one: CaseView; readonly at: string; readonly proof: Proof; readonly origin: string }

/** What one takes home: the code, the number, the word to ask with, the receipt, and that nobody can change it. */
export function Slip({ one, at, proof, origin }: Props) {
  const receipt = one.documents.find(({ kind }) => kind === 'D02' || kind === 'S02')
  return (
    <aside className="aside slip" aria-labelledby="slip">
      <h2 id="slip" className="h3 serif">
        收件回执
      </h2>
      <Qr text={`${origin}/progress?number=${one.number}`} label="查进度的二维码，还要用查询码" />
      <dl>
        <div>
          <dt>编号</dt>
          <dd className="num">{one.number}</dd>
        </div>
        {one.queryCode !== null && (
          <div>
            <dt>查询码</dt>
            <dd className="num">{one.queryCode}</dd>
          </div>
        )}
        <div>
          <dt>收件时间</dt>
          <dd className="num">{momentText(at)}</dd>
        </div>
      </dl>
      {receipt === undefined ? (
        <p className="hint">没有交材料，所以没有收件凭证；凭编号和查询码就能查进度。</p>
      ) : (
        <>
          <a className="act act-2 act-w" href={`/api/cases/${one.caseId}/documents/${receipt.documentId}`} data-file>
            <Icon name="save" />
            下载收件回执（PDF）
          </a>
          <p className="small" role="status" data-not-yet hidden>
            回执正在制作，几秒后再按一次。
          </p>
        </>
      )}
      <Sealed proof={proof} one={one} />
      <p className="row">
        <PrintButton />
      </p>
    </aside>
  )
}

/** Whether the record of receipt is sealed already; the proof is a file that anybody can recompute. */
function Sealed({ proof, one }: { proof: Proof; one: CaseView }) {
  if (proof === null)
    return <p className="small">收件记录每分钟封存一次。封存以后，这里可以下载存证证明：任何人都能核验它没有被改过。</p>
  return (
    <>
      <p className="small">
        已存证：第 <span className="num">{proof.leaf.position}</span> 条记录，封存于{' '}
        <span className="num">{momentText(proof.checkpoint.at)}</span>，任何人都能核验它没有被改过。
      </p>
      <p>
        <a className="lnk" href={`/api/cases/${one.caseId}/events/1/proof`} download={`存证证明-${one.number}.json`}>
          下载存证证明
        </a>
      </p>
    </>
  )
}

/** 'YYYY-MM-DD HH:MM:SS' in Asia/Shanghai. */
function momentText(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

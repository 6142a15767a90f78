import type { CaseView, Proof } from '../../../../modules/casework/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { momentText, Sealed } from '../../casework/Sealed.tsx'
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
      <Sealed one={one} seq={1} proof={proof} what="收件记录" />
      <p className="row">
        <PrintButton />
      </p>
    </aside>
  )
}

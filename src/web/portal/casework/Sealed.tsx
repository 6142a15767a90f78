import type { CaseView, Proof } from '../../../modules/casework/contract.ts'

type Props = { readonly one: CaseView; readonly seq: number; readonly proof: Proof; readonly what: string }

/** Whether a record is sealed already; the proof is a file that anybody can recompute. @param what the record in words */
export function Sealed({ one, seq, proof, what }: Props) {
  if (proof === null)
    return (
      <p className="small">{what}还没封存，记录每分钟封存一次。封存以后，这里可以下载存证证明：任何人都能核验它没有被改过。</p>
    )
  return (
    <>
      <p className="small">
        {what}已存证：第 <span className="num">{proof.leaf.position}</span> 条，封存于{' '}
        <span className="num">{momentText(proof.checkpoint.at)}</span>，任何人都能核验它没有被改过。
      </p>
      <p>
        <a className="lnk" href={`/api/cases/${one.caseId}/events/${seq}/proof`} download={`存证证明-${one.number}-${seq}.json`}>
          下载存证证明
        </a>
      </p>
    </>
  )
}

/** 'YYYY-MM-DD HH:MM:SS' in Asia/Shanghai. */
export function momentText(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

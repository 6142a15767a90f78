import type { MaskedPerson } from '../../../../modules/identity/contract.ts'
import { proofNames } from '../texts.ts'

/** Who is there, with nothing in clear that need not be. */
export function PersonCard({ person, title }: { person: MaskedPerson; title: string }) {
  return (
    <div className="sec">
      <h3>{title}</h3>
      <p className="who">{person.name}</p>
      <dl className="kv">
        {person.identifiers.map(({ kind, kindName, value }) => (
          <div key={kind}>
            <dt>{kindName}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
        <div>
          <dt>电话</dt>
          <dd className="num">{person.phone ?? '没有登记'}</dd>
        </div>
        <div>
          <dt>身份</dt>
          <dd>{proofNames[person.proof]}</dd>
        </div>
      </dl>
    </div>
  )
}

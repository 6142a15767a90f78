import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { comparedText, formNames, trustNames } from '../texts.ts'

/** The list, and what came in for each line. */
export function Given({ list, onLook }: { list: Checklist; onLook: (fileId: string) => void }) {
  return (
    <ol className="mats">
      {list.lines.map(({ material, given }, n) => (
        <li key={material.code}>
          <span
            className={given.length > 0 ? 'mark mark-done' : material.required ? 'mark mark-open' : 'mark'}
            aria-hidden="true"
          />
          <div>
            <span>
              {n + 1}. {material.name}
            </span>
            {given.map(({ form, copies, trust, fileId, isCompared }, i) => (
              <small key={fileId ?? `paper${i + 1}`}>
                {formNames[form]}
                {copies > 1 && ` ${copies} 份`}
                {comparedText(form, isCompared)}　{trustNames[trust]}
                {fileId !== null && (
                  <button type="button" className="link" onClick={() => onLook(fileId)}>
                    看
                  </button>
                )}
              </small>
            ))}
            {given.length === 0 && <small>{material.required ? '没有收到' : '可以不交，没有交'}</small>}
          </div>
        </li>
      ))}
    </ol>
  )
}

import type { Guide, Material } from '../../../../modules/catalogue/contract.ts'
import { basisText, formNames, originText } from './texts.ts'

/** What to bring: exactly the list, nothing beside it. */
export function Materials({ materials, guide, isWhole }: { materials: readonly Material[]; guide: Guide; isWhole: boolean }) {
  const { definition } = guide
  const origin = originText(definition.provenance.materials)
  return (
    <section className="sec" aria-labelledby="materials">
      <h2 id="materials" className="h2">
        {headline(materials.length, definition.materials.length, isWhole)}
      </h2>
      {origin !== null && <p className="hint">{origin}</p>}
      {definition.materials.some(({ requiredKnown }) => !requiredKnown) && (
        <p className="hint">清单没有说明必要与否的，都按必要材料对待。</p>
      )}
      {!isWhole && <p className="hint">下面是每种情形都要的；选好上面的情形，才是您要准备的全部。</p>}
      <ol className="rows need">
        {materials.map((material, n) => (
          <li key={material.code}>
            <span className="n num">{n + 1}</span>
            <div>
              <strong>{material.name}</strong>
              {lines(material, guide).map((line) => (
                <p key={line} className="hint">
                  {line}
                </p>
              ))}
              {material.note !== undefined && <p className="hint">{material.note}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function headline(count: number, all: number, isWhole: boolean): string {
  if (all === 0) return '申请材料，清单未公布'
  if (count === 0 && isWhole) return '不需要您交材料'
  return isWhole ? `您要准备的，${count} 样` : '您要准备的'
}

function lines(material: Material, { definition }: Guide): string[] {
  const more = definition.details?.materials[material.code]
  return [
    material.requiredKnown ? (material.required ? '必要' : '有则提供') : null,
    material.forms === undefined ? null : material.forms.map((form) => formNames[form]).join('或'),
    material.copies === undefined ? null : `${material.copies} 份`,
    material.issuer === undefined ? null : `出具单位：${material.issuer}`,
    more === undefined ? null : `合格样子：${more.sample}`,
    material.basis === undefined ? basisText(more?.basis) : `依据：${material.basis}`,
  ].filter((line) => line !== null)
}

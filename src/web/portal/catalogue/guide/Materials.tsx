import type { Guide, Material } from '../../../../modules/catalogue/contract.ts'
import { basisText, formNames, originText, whenText } from './texts.ts'

type Props = {
  readonly guide: Guide
  /** What these answers leave; before any, what is asked for in every case. */
  readonly materials: readonly Material[]
  /** What further answers may add. */
  readonly possible: readonly Material[]
}

/** What to bring: exactly the list, nothing beside it. */
export function Materials({ guide, materials, possible }: Props) {
  const { definition } = guide
  const origin = originText(definition.provenance.materials, definition)
  return (
    <section className="sec" aria-labelledby="materials">
      <h2 id="materials" className="h2">
        {headline(materials.length, definition.materials.length, possible.length === 0)}
      </h2>
      {origin !== null && <p className="hint">{origin}。清单以外的材料，窗口不得要求您提交。</p>}
      {definition.materials.some(({ requiredKnown }) => !requiredKnown) && (
        <p className="hint">清单没有说明必要与否的，都按必要材料对待。</p>
      )}
      <List materials={materials} guide={guide} />
      {possible.length > 0 && (
        <>
          <h3 className="h3 maybe">看情形，还可能要这些，{possible.length} 样</h3>
          <List materials={possible} guide={guide} />
        </>
      )}
    </section>
  )
}

function List({ materials, guide }: { materials: readonly Material[]; guide: Guide }) {
  return (
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
          </div>
        </li>
      ))}
    </ol>
  )
}

function headline(count: number, all: number, isWhole: boolean): string {
  if (all === 0) return '申请材料，清单未公布'
  if (isWhole) return count === 0 ? '不需要您交材料' : `您要准备的，${count} 样`
  return count === 0 ? '您要准备的，看情形' : `已经确定要准备的，${count} 样`
}

/** A material in sentences: when, in which form, what a good one looks like, who issues it, on what it is asked for. */
function lines(
  { code, when, required, requiredKnown, forms, copies, issuer, note, basis }: Material,
  { definition }: Guide,
): string[] {
  const more = definition.details?.materials[code]
  const form = [
    ...(requiredKnown && !required ? ['有就交，没有不影响受理'] : []),
    ...(forms === undefined || forms.length === 0 ? [] : [forms.map((one) => formNames[one]).join('或者')]),
    ...(copies === undefined ? [] : [`纸质的 ${copies} 份`]),
    ...(issuer === undefined ? [] : [`由${issuer}出具`]),
  ]
  const on = basis === undefined ? basisText(more?.basis) : `依据：${basis}`
  return [
    ...(when === undefined ? [] : [`${whenText(when, definition.situations)}，要交。`]),
    ...(form.length === 0 ? [] : [`${form.join('，')}。`]),
    ...(more === undefined ? [] : [more.sample]),
    ...(note === undefined ? [] : [note]),
    ...(on === null ? [] : [on]),
  ]
}

import type { Guide, Material } from '../../../../modules/catalogue/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { basisText, formNames } from '../../catalogue/guide/texts.ts'
import type { FormState } from '../../page.ts'
import { UploadForm } from '../UploadForm.tsx'

type Details = NonNullable<Guide['definition']['details']>['materials'][string]
type Props = {
  readonly material: Material
  readonly details: Details | undefined
  readonly files: readonly { fileId: string; name: string }[]
  readonly problem: string | null
  readonly form: FormState
}

/** A line of the list: what it must be, what was handed in, and the way to hand it in. */
export function MaterialRow({ material, details, files, problem, form }: Props) {
  const { code, name, required } = material
  const isFull = files.length >= 20
  return (
    <li className="mat" id={`m-${code}`}>
      <div className="mat-h">
        <h2 className="h3">{name}</h2>
        <State isGiven={files.length > 0} isRequired={required} />
      </div>
      {linesOf(material, details).map((line) => (
        <p key={line} className="hint">
          {line}
        </p>
      ))}
      {files.length > 0 && (
        <ul className="given">
          {files.map(({ fileId, name: file }, n) => (
            <li key={fileId}>
              <a className="lnk" href={`/api/files/${fileId}`}>
                <span className="vh">看第 {n + 1} 份：</span>
                {file}
                <span className="vh">（{name}）</span>
              </a>
              <form method="post" data-once data-send>
                <input type="hidden" name="key" value={`${form.key}${code}${n}`} />
                <input type="hidden" name="material" value={code} />
                <input type="hidden" name="remove" value={fileId} />
                <button className="lnk" type="submit">
                  删掉
                  <span className="vh">
                    第 {n + 1} 份：{name}
                  </span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {isFull ? (
        <p className="hint">一样最多交 20 份。要换，先删掉一份。</p>
      ) : (
        <UploadForm code={code} name={name} isGiven={files.length > 0} problem={problem} form={form} />
      )}
    </li>
  )
}

function State({ isGiven, isRequired }: { isGiven: boolean; isRequired: boolean }) {
  const [look, icon, word] = isGiven
    ? (['st st-ok', 'done', '交了'] as const)
    : (['st', 'ring', isRequired ? '还没交' : '有就交'] as const)
  return (
    <span className={look}>
      <Icon name={icon} size="s" />
      {word}
    </span>
  )
}

function linesOf({ forms, issuer, note, basis }: Material, details: Details | undefined): string[] {
  const on = basis === undefined ? basisText(details?.basis) : `依据：${basis}`
  const isPaper = forms !== undefined && forms.length > 0 && !forms.includes('electronic')
  return [
    ...(details === undefined ? [] : [details.sample]),
    ...(isPaper
      ? [`清单写的是${forms.map((one) => formNames[one]).join('或者')}：网上先交照片或扫描件，要核对原件的由窗口告诉您。`]
      : []),
    ...(forms?.includes('copy') ? ['复印件可以直接拍。'] : []),
    ...(issuer === undefined ? [] : [`由${issuer}出具。`]),
    ...(note === undefined ? [] : [note]),
    ...(on === null ? [] : [on]),
  ]
}

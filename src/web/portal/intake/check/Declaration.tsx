import type { Guide } from '../../../../modules/catalogue/contract.ts'
import type { FormState } from '../../page.ts'
import { LineNote } from '../parts.tsx'

type Props = {
  readonly guide: Guide
  readonly form: FormState
  readonly isReady: boolean
  readonly isUndeclared: boolean
  /** Where one goes who does not submit now. */
  readonly later: string
}

/** What the applicant answers for, what pressing does, and the button. @source 行政许可法 31, 78 */
export function Declaration({ guide, form, isReady, isUndeclared, later }: Props) {
  const { definition } = guide
  const isPermit = definition.ruleSet === 'permit'
  if (!isReady)
    return (
      <p className="go">
        <a className="act" href={later}>
          回任务清单
        </a>
      </p>
    )
  return (
    <form method="post" noValidate data-once data-send className="sec sign" aria-labelledby="say">
      <input type="hidden" name="key" value={form.key} />
      <h2 id="say" className="h2">
        您的声明
      </h2>
      <div className={isUndeclared ? 'pick fld-err' : 'pick'}>
        <label>
          <input
            type="checkbox"
            name="declared"
            id="declared"
            value="yes"
            defaultChecked={form.said.get('declared') !== null}
            aria-invalid={isUndeclared || undefined}
          />
          <span>
            我填的和交的都是真实的，我对它们的真实性负责。
            {isPermit &&
              '隐瞒情况或者交假材料的，不予受理或者不予许可，并给予警告；直接关系公共安全、人身健康、生命财产安全的，一年内不能再申请（《行政许可法》第七十八条）。'}
          </span>
        </label>
      </div>
      <div className="eff">
        <h3 className="h3">按下“提交申请”以后</h3>
        <p>
          {definition.organ.name}马上收到，您会得到办件编号和收件凭证。
          {isPermit
            ? '受理还是要补材料，5 个工作日内答复您；要补的一次说全。过了 5 个工作日没有告诉您，从收到那天起就算受理（《行政许可法》第三十二条）。'
            : '缺什么会一次说清。'}
          决定作出前，您随时可以撤回。
        </p>
      </div>
      <LineNote>申请可能已经送到，也可能没有。正在自动重试，同一份申请只会办一次。请不要关闭本页。</LineNote>
      <div className="go go-stick">
        <button className="act" type="submit">
          提交申请
        </button>
        <a className="lnk only-wide" href={later}>
          先不提交
        </a>
      </div>
    </form>
  )
}

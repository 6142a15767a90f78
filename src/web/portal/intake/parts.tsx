import type { VersionChanges } from '../../../modules/intake/drafts/contract.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { FormState } from '../page.ts'
import { Form, Note } from '../parts.tsx'

/** The way back, always above the heading. */
export function Back({ to, children }: { to: string; children: string }) {
  return (
    <a className="back" href={to}>
      <Icon name="left" size="s" />
      {children}
    </a>
  )
}

/** Whether what one said is kept. Scripts change it while one types; nothing to see while there is nothing to say. */
export function SavedLine({ at }: { at: string | null }) {
  return (
    <p className="saved" role="status" data-saved hidden={at === null}>
      <Icon name="done" size="s" />
      <span>{at === null ? '' : `已保存 ${at}`}</span>
    </p>
  )
}

/** Said by the script when the line drops while something is sent. Without script the browser says it, and sending again does nothing twice. */
export function LineNote({ children }: { children: string }) {
  return (
    <div className="note note-near line" role="alert" data-line hidden>
      <Icon name="warning" />
      <p>
        <strong>没有连上网。</strong>
        {children}
      </p>
    </div>
  )
}

/** What must be put right, above everything; each leads to its place. */
export function Errors({ problems }: { problems: readonly { text: string; to: string }[] }) {
  return (
    <div className="errs" role="alert" tabIndex={-1} data-focus>
      <h2 className="h3">{problems.length === 1 ? '有一处要改' : `有 ${problems.length} 处要改`}</h2>
      <ul>
        {problems.map(({ text, to }) => (
          <li key={to}>
            <a href={to}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The item changed while the draft lay there: what exactly, and the way on. */
export function Changes({ changes, form }: { changes: VersionChanges | null; form: FormState }) {
  if (changes === null) return null
  const { added, removed, altered, areLimitsChanged, versionId } = changes
  const lines = [
    { name: '新增', labels: added },
    { name: '取消', labels: removed },
    { name: '调整', labels: altered },
  ].filter(({ labels }) => labels.length > 0)
  return (
    <Note kind="near" icon="warning">
      <p>
        <strong>这个事项刚有更新，请先看一眼再往下填。</strong>您已经填的、交的都还在。
      </p>
      <ul className="changes">
        {lines.map(({ name, labels }) => (
          <li key={name}>
            {name}：{labels.join('、')}
          </li>
        ))}
        {areLimitsChanged && <li>办理期限有调整，以现行指南为准</li>}
        {lines.length === 0 && !areLimitsChanged && <li>要您填的和交的都没有变</li>}
      </ul>
      <Form form={form}>
        <input type="hidden" name="do" value="adopt" />
        <input type="hidden" name="version" value={versionId} />
        <p className="row">
          <button className="act act-s" type="submit">
            我看过了，按新的继续
          </button>
        </p>
      </Form>
    </Note>
  )
}

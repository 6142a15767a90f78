import type { Static } from 'typebox'
import type { DraftConflict } from '../../../../modules/intake/drafts/contract.ts'
import type { FormState } from '../../page.ts'
import { clockTime, type Question, spoken } from '../draft.ts'

type Facts = Static<typeof DraftConflict.facts>

/** Two tabs or two people: both answers stand here, one is chosen. */
export function Conflict({ question, facts, form }: { question: Question; facts: Facts; form: FormState }) {
  const { yours, theirs, rev, savedAt } = facts
  return (
    <>
      <h1 className="h1">{question.ask}</h1>
      <div className="two-values" role="alert" tabIndex={-1} data-focus>
        <p>
          <strong>这一题刚才在别处改成了另一个回答。</strong>两个都在这里，请选一个。
        </p>
        <div className="pair">
          <Value title="您这里填的" text={spoken(question, yours)}>
            <form method="post" data-once data-send>
              <input type="hidden" name="key" value={form.key} />
              <input type="hidden" name="rev" value={rev} />
              <input type="hidden" name="value" value={typeof yours === 'string' ? yours : ''} />
              <button className="act" type="submit">
                用我这里填的
              </button>
            </form>
          </Value>
          <Value title={`别处在 ${clockTime(savedAt)} 保存的`} text={spoken(question, theirs)}>
            <form method="post" data-once data-send>
              <input type="hidden" name="key" value={`${form.key}x`} />
              <input type="hidden" name="do" value="leave" />
              <button className="act act-2" type="submit">
                用别处保存的
              </button>
            </form>
          </Value>
        </div>
      </div>
    </>
  )
}

function Value({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <section className="sheet">
      <h2 className="cap">{title}</h2>
      <p className="known-v">{text === '' ? '（空着）' : text}</p>
      {children}
    </section>
  )
}

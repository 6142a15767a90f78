import { Type } from 'typebox'
import { CaseId, type CaseView, DayText, type ExplainedTimer } from '../../../modules/casework/contract.ts'
import { explainTimer, readCase } from '../../endpoints/casework.ts'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { ClockProof } from '../../ui/ClockProof.tsx'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { PrintButton } from '../parts.tsx'

/** Why a date of a case is this day: whole on one page, to be read without script and put on paper; also as it was known on an earlier day. */
export const whyPage = page({
  path: '/cases/:id/why/:timer',
  under: 'cases',
  who: 'signedIn',
  params: Type.Object(
    { id: CaseId, timer: Type.String({ pattern: '^[A-Za-z_:0-9]{1,60}$', maxLength: 60 }) },
    { additionalProperties: false },
  ),
  query: Type.Object({ asOf: Type.Optional(DayText) }, { additionalProperties: false }),
  load: async ({ ask, params: { id, timer }, query }): Promise<{ one: CaseView; proof: ExplainedTimer }> => ({
    one: await ask(readCase, { params: { id } }),
    proof: await ask(explainTimer, { params: { id, code: timer }, query }),
  }),
  title: ({ data, today }) => `${heading(data.proof, today)}，${data.one.number}`,
  trail: ({ data: { one } }) => [
    { name: '我的办件', path: '/cases' },
    { name: one.number, path: `/cases/${one.caseId}` },
  ],
  render: ({ data: { one, proof }, query, today }) => (
    <div className="col">
      <h1 className="h1">{heading(proof, today)}</h1>
      <p className="cap">
        {proof.timer.name}，编号 <span className="num">{one.number}</span>
      </p>
      <p className="now-clock">
        <ClockChip timer={proof.timer} today={today} />
      </p>
      <p className="row">
        <PrintButton />
      </p>
      <ClockProof proof={proof} today={today} />
      {one.timers.length > 1 && (
        <section className="sec" aria-labelledby="others">
          <h2 id="others" className="h2">
            同时在算的期限
          </h2>
          <ul className="rows clocks">
            {one.timers
              .filter(({ code }) => code !== proof.timer.code)
              .map((timer) => (
                <li key={timer.code}>
                  <a className="lnk" href={`/cases/${one.caseId}/why/${encodeURIComponent(timer.code)}`}>
                    {timer.name}
                  </a>
                  <ClockChip timer={timer} today={today} />
                </li>
              ))}
          </ul>
        </section>
      )}
      <section className="sec noprint" aria-labelledby="earlier">
        <h2 id="earlier" className="h2">
          当时是怎么算的
        </h2>
        <form method="get">
          <label className="label" htmlFor="asOf">
            哪一天
          </label>
          <p className="hint">以前的文书按发出当天已知的放假安排计算。选文书上的日期，可以看到当时的算法。</p>
          <p className="row">
            <input className="field" id="asOf" name="asOf" type="date" max={today} defaultValue={query.asOf ?? today} />
            <button className="act act-2 act-s" type="submit">
              看这一天的算法
            </button>
          </p>
        </form>
      </section>
      <p className="small">
        <a className="lnk" href="/limits">
          期限怎么算
        </a>
        ：每项时限的依据和算法。
      </p>
    </div>
  ),
})

function heading({ timer }: ExplainedTimer, today: string): string {
  const due = timer.dueOn ?? timer.expectedOn
  return due === null ? '为什么还没有到期日' : `为什么是 ${dayText(due, today)}`
}

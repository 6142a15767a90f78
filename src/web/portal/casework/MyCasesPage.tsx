import { listMyCases } from '../../endpoints/casework.ts'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'

/** My cases, newest first. */
export const myCasesPage = page({
  path: '/cases',
  under: 'cases',
  who: 'signedIn',
  title: () => '我的办件',
  load: ({ ask }) => ask(listMyCases, {}),
  render: ({ data: { cases }, today }) => (
    <>
      <h1 className="h1">我的办件</h1>
      {cases.length === 0 ? (
        <p className="lede">
          还没有办件。<a href="/items">找要办的事项</a>，在它的指南里开始。
        </p>
      ) : (
        <ul className="rows sec">
          {cases.map((one) => (
            <li key={one.caseId} className="kase">
              <div>
                <span className="word">{one.stateName}</span>
                <h2 className="h3">
                  <a className="num" href={`/cases/${one.caseId}`}>
                    {one.number}
                  </a>
                </h2>
                <p className="cap">{dayText(one.receivedOn, today)}收到</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  ),
})

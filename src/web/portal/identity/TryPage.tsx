import { Type } from 'typebox'
import { type DemoWho, demoLogins } from '../../../modules/identity/contract.ts'
import { tryOut } from '../../endpoints/identity.ts'
import { page } from '../page.ts'
import { Form, RefusedNote } from '../parts.tsx'
import { pathOf } from './next.ts'

/** What each of them can be tried for. */
const uses: Readonly<Record<DemoWho, string>> = {
  citizen: '找事项、看指南、在线申请、查自己的办件、补正、领结果、评价。',
  clerk: '在综合窗口收件：核对材料、受理、一次性告知、发放结果。',
  approver: '审查材料，启动特别程序，提出意见。',
  chief: '决定准予或者不予，签发决定书。',
  leader: '看本部门的收件、办结和超期，批准延长期限。',
  supervisor: '看全部办件和它们的记录，只看不办。',
  administrator: '管理人员和岗位、日历、事项清单。',
}

/** In a demonstration, and there alone: to be somebody of the made-up city at one press. */
export const tryPage = page({
  path: '/try',
  who: 'anyone',
  isDemonstrationOnly: true,
  query: Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) }),
  title: () => '试用',
  load: async () => null,
  render: ({ form }) => (
    <div className="col">
      <h1 className="h1">选一个人试用</h1>
      <p className="lede">这里的人员、单位和办件都是虚构的。不用密码，按下就以这个人的身份进入；想换人，回到本页再选。</p>
      <RefusedNote form={form} />
      <Form form={form}>
        <ul className="rows tries">
          {(Object.keys(demoLogins) as DemoWho[]).map((who) => (
            <li key={who}>
              <div>
                <h2 className="h3">{demoLogins[who].name}</h2>
                <p className="hint" id={`use-${who}`}>
                  {uses[who]}
                </p>
              </div>
              <button className="act act-2 act-s" type="submit" name="who" value={who} aria-describedby={`use-${who}`}>
                以{demoLogins[who].name}身份进入
              </button>
            </li>
          ))}
        </ul>
      </Form>
    </div>
  ),
  submit: async ({ ask, said, query }) => {
    const who = said.get('who') ?? ''
    const { token } = await ask(tryOut, { body: { who: who as DemoWho } })
    return { goTo: who === 'citizen' ? pathOf(query.next) : '/desk', keep: { session: token } }
  },
})

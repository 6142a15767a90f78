import { signOut } from '../../endpoints/identity.ts'
import { page } from '../page.ts'
import { Form, RefusedNote } from '../parts.tsx'

const proofNames = { claimed: '本人自行登记，尚未核验', sighted: '窗口已核验证件', verified: '发证机关已核验' } as const

/** Who one is here, and the way out. */
export const mePage = page({
  path: '/me',
  under: 'me',
  who: 'signedIn',
  title: () => '我的',
  load: async ({ me }) => me,
  render: ({ data: me, form, unread }) => (
    <div className="col">
      <h1 className="h1">{me?.person.name}</h1>
      <RefusedNote form={form} />
      <dl className="facts sec">
        {me?.person.identifiers.map(({ kind, kindName, value }) => (
          <div key={kind}>
            <dt>{kindName}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
        {me?.person.phone != null && (
          <div>
            <dt>电话</dt>
            <dd className="num">{me.person.phone}</dd>
          </div>
        )}
        <div>
          <dt>身份核验</dt>
          <dd>{me === null ? '' : proofNames[me.person.proof]}</dd>
        </div>
      </dl>
      <ul className="rows sec">
        <li>
          <a className="lnk" href="/cases">
            我的办件
          </a>
        </li>
        <li>
          <a className="lnk" href="/messages">
            我的消息{unread > 0 && `（${unread} 条没看过）`}
          </a>
        </li>
        <li>
          <a className="lnk" href="/messages/settings">
            怎样通知我
          </a>
        </li>
        <li>
          <a className="lnk" href="/me/delegations">
            委托代办
          </a>
        </li>
        <li>
          <a className="lnk" href="/me/seen">
            谁看过我的信息
          </a>
        </li>
        <li>
          <a className="lnk" href="/drafts">
            我的草稿
          </a>
        </li>
      </ul>
      <Form form={form}>
        <p className="go">
          <button className="act act-2" type="submit">
            退出登录
          </button>
        </p>
      </Form>
    </div>
  ),
  submit: async ({ ask }) => {
    await ask(signOut, {})
    return { goTo: '/', keep: { session: null } }
  },
})

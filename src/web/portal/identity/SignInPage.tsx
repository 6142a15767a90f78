import { Type } from 'typebox'
import { passSecondFactor, signIn } from '../../endpoints/identity.ts'
import { Mark } from '../../ui/Mark.tsx'
import { page } from '../page.ts'
import { Field, Form, Note, RefusedNote } from '../parts.tsx'
import { DocumentKind } from './documents.tsx'
import { pathOf } from './next.ts'

const query = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) })
const guessing = { times: 60, withinMs: 60_000 }

/** Signing in by document number and password. Whoever is in already is led on. */
export const signInPage = page({
  path: '/sign-in',
  who: 'anyone',
  query,
  limit: guessing,
  title: () => '登录',
  load: async () => null,
  render: ({ form, query, isDemonstration }) => (
    <div className="col">
      <h1 className="h1">登录</h1>
      <RefusedNote form={form} />
      {isDemonstration && (
        <Note>
          这是演示系统，不用账号：<a href={`/try?next=${encodeURIComponent(pathOf(query.next))}`}>选一个人试用</a>
        </Note>
      )}
      <Form form={form}>
        <DocumentKind form={form} />
        <Field form={form} name="login" label="证件号码" autoComplete="username" maxLength={64} />
        <Field form={form} name="password" label="密码" type="password" autoComplete="current-password" maxLength={128} />
        <p className="go">
          <button className="act" type="submit">
            登录
          </button>
          <a className="lnk" href={`/desk/sign-in?next=${encodeURIComponent('/desk')}`}>
            工作人员登录
          </a>
        </p>
      </Form>
      <ul className="rows foot-note">
        <li>
          <a className="lnk" href={`/sign-up?next=${encodeURIComponent(pathOf(query.next))}`}>
            还没有账号：注册
          </a>
        </li>
        <li>
          <a className="lnk" href={`/enrol?next=${encodeURIComponent(pathOf(query.next))}`}>
            在窗口领了一次性口令，或者忘了密码：设置密码
          </a>
        </li>
      </ul>
      <p className="hint">
        单位没有自己的密码：法定代表人或者受托人用自己的证件登录，再选为单位办。连续输错五次，账号暂停登录三十分钟。
        {pathOf(query.next) !== '/' && '登录后回到您刚才的页面。'}
      </p>
    </div>
  ),
  submit: async ({ ask, said, query }) => {
    const login = { kind: said.get('kind') ?? '', value: said.get('login') ?? '' }
    const opened = await ask(signIn, { body: { login, password: said.get('password') ?? '' } })
    return { goTo: pathOf(query.next), keep: { session: opened.token } }
  },
})

/** Staff sign in by login, password and the code of their authenticator, in one step. */
export const staffSignInPage = page({
  path: '/desk/sign-in',
  who: 'anyone',
  look: 'p-in',
  query,
  limit: guessing,
  load: async () => null,
  title: () => '工作人员登录',
  render: ({ form }) => (
    <div className="in">
      <div className="in-name">
        <Mark />
        <p className="in-word">一窗</p>
        <p className="in-who">一体化政务服务平台　工作人员入口</p>
        <p className="hint">您看过谁的资料、为什么看，都会记下来，当事人也能看到。</p>
      </div>
      <div className="sheet">
        <h1 className="h2">工作人员登录</h1>
        <RefusedNote form={form} />
        <Form form={form}>
          <Field form={form} name="login" label="登录名" autoComplete="username" maxLength={32} />
          <Field form={form} name="password" label="密码" type="password" autoComplete="current-password" maxLength={128} />
          <Field
            form={form}
            name="code"
            label="动态口令"
            hint="身份验证器现在显示的六位数字"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            problem={form.refused?.code === 'http.bad_shape' ? '请填写六位数字' : null}
          />
          <p className="go">
            <button className="act act-w" type="submit">
              进入
            </button>
          </p>
        </Form>
      </div>
    </div>
  ),
  submit: async ({ ask, said, query }) => {
    const login = { kind: 'staff', value: said.get('login') ?? '' }
    const opened = await ask(signIn, { body: { login, password: said.get('password') ?? '' } })
    const code = (said.get('code') ?? '').replace(/\s/g, '')
    const { token } = opened.next === 'none' ? opened : await ask(passSecondFactor, { body: { token: opened.token, code } })
    return { goTo: pathOf(query.next ?? '/desk'), keep: { session: token } }
  },
})

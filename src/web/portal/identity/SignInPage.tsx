import { Type } from 'typebox'
import { passSecondFactor, signIn } from '../../endpoints/identity.ts'
import { Mark } from '../../ui/Mark.tsx'
import { page } from '../page.ts'
import { Field, Form, Note, RefusedNote } from '../parts.tsx'
import { pathOf } from './next.ts'

const query = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) })
const guessing = { times: 60, withinMs: 60_000 }

/** Kinds of document by which a citizen signs in. @source GA/T 2000.156 */
const kinds = [
  { code: '111', name: '居民身份证' },
  { code: 'USCC', name: '统一社会信用代码（单位）' },
  { code: 'HMT', name: '港澳台居民居住证' },
  { code: '511', name: '台湾居民来往大陆通行证' },
  { code: '516', name: '港澳居民来往内地通行证' },
  { code: '553', name: '外国人永久居留身份证' },
  { code: '414', name: '普通护照' },
] as const

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
        <div className="fieldset">
          <label className="label" htmlFor="kind">
            证件类型
          </label>
          <select className="field" id="kind" name="kind" defaultValue={form.said.get('kind') ?? '111'}>
            {kinds.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
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
      <p className="hint foot-note">
        还没有账号？本人带证件到任一窗口，当场登记并领取一次性口令。连续输错五次，账号暂停登录三十分钟。
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

import { Type } from 'typebox'
import { AlreadyRegistered, PasswordTooWeak, WrongIdentifier, WrongPerson } from '../../../modules/identity/contract.ts'
import { factsOf } from '../../endpoint.ts'
import { enrol, signIn } from '../../endpoints/identity.ts'
import { registerPerson } from '../../endpoints/window.ts'
import { type Ask, type FormState, page } from '../page.ts'
import { Field, Form, RefusedNote } from '../parts.tsx'
import { DocumentKind } from './documents.tsx'
import { pathOf } from './next.ts'

const query = Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) })
const guessing = { times: 60, withinMs: 60_000 }
const rule = '至少十位，大写字母、小写字母、数字、符号里有三种，汉字算符号'

/** A citizen opens an account without having been at a window; that nobody has seen the document yet is said. */
export const signUpPage = page({
  path: '/sign-up',
  who: 'anyone',
  query,
  limit: guessing,
  load: async () => null,
  title: () => '注册',
  render: ({ form, query }) => (
    <div className="col">
      <h1 className="h1">注册</h1>
      <RefusedNote form={form}>
        {factsOf(form.refused, AlreadyRegistered) !== null && (
          <p>
            <a href={`/sign-in?next=${encodeURIComponent(pathOf(query.next))}`}>去登录</a>
          </p>
        )}
      </RefusedNote>
      <p className="lede">姓名和号码照证件填。网上注册没有人看过您的证件，办到要核验身份的时候，请带证件到窗口。</p>
      <Form form={form}>
        <DocumentKind form={form} />
        <NumberField form={form} />
        <Field
          form={form}
          name="name"
          label="姓名"
          hint="和证件上一样，“·”和空格都照写，生僻字、外文都可以"
          autoComplete="name"
          maxLength={200}
          problem={factsOf(form.refused, WrongPerson)?.problem === 'name' ? '请照证件填写姓名' : null}
        />
        <Field
          form={form}
          name="phone"
          label="手机号"
          hint="可以不填。开通了短信的地方，有进展会发到这个号码"
          type="tel"
          autoComplete="tel"
          maxLength={32}
          problem={
            factsOf(form.refused, WrongPerson)?.problem === 'phone' ? '请填写能打通的号码，境外号码前加“+”和国家代码' : null
          }
        />
        <Password form={form} />
        <p className="go">
          <button className="act" type="submit">
            注册并登录
          </button>
          <a className="lnk" href={`/sign-in?next=${encodeURIComponent(pathOf(query.next))}`}>
            已有账号，登录
          </a>
        </p>
      </Form>
    </div>
  ),
  submit: async ({ ask, said, query }) => {
    const { login, password } = knockIn(said)
    const [name, phone] = [(said.get('name') ?? '').trim(), (said.get('phone') ?? '').trim()]
    const given = { kind: 'natural' as const, name, identifier: login, password }
    await ask(registerPerson, { body: phone === '' ? given : { ...given, phone } })
    return enter(ask, { login, password }, query.next)
  },
})

/** The one-time code of the window becomes a password: the first one, or a new one for who forgot theirs. */
export const enrolPage = page({
  path: '/enrol',
  who: 'anyone',
  query,
  limit: guessing,
  load: async () => null,
  title: () => '设置密码',
  render: ({ form }) => (
    <div className="col">
      <h1 className="h1">设置密码</h1>
      <RefusedNote form={form} />
      <p className="lede">用窗口给您的一次性口令设置密码，口令三天内有效，只能用一次。还没有口令？本人带证件到任一窗口领。</p>
      <Form form={form}>
        <DocumentKind form={form} />
        <NumberField form={form} />
        <Field form={form} name="code" label="一次性口令" autoComplete="one-time-code" maxLength={32} />
        <Password form={form} />
        <p className="go">
          <button className="act" type="submit">
            设置密码并登录
          </button>
        </p>
      </Form>
    </div>
  ),
  submit: async ({ ask, said, query }) => {
    const { login, password } = knockIn(said)
    await ask(enrol, { body: { login, code: (said.get('code') ?? '').replace(/\s/g, ''), password } })
    return enter(ask, { login, password }, query.next)
  },
})

type Knock = { readonly login: { kind: string; value: string }; readonly password: string }

function knockIn(said: URLSearchParams): Knock {
  const login = { kind: said.get('kind') ?? '', value: (said.get('number') ?? '').trim() }
  return { login, password: said.get('password') ?? '' }
}

async function enter(ask: Ask, knock: Knock, next: string | undefined) {
  const { token } = await ask(signIn, { body: knock })
  return { goTo: pathOf(next), keep: { session: token } }
}

function NumberField({ form }: { form: FormState }) {
  const wrong = factsOf(form.refused, WrongIdentifier)
  return (
    <Field
      form={form}
      name="number"
      label="证件号码"
      autoComplete="username"
      maxLength={64}
      problem={wrong === null ? null : (form.refused?.message ?? null)}
    />
  )
}

function Password({ form }: { form: FormState }) {
  const weak = factsOf(form.refused, PasswordTooWeak)
  return (
    <Field
      form={form}
      name="password"
      label="密码"
      hint={rule}
      type="password"
      autoComplete="new-password"
      maxLength={128}
      problem={weak === null ? null : (form.refused?.message ?? null)}
    />
  )
}

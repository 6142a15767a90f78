import { Button, Checkbox, Input, type InputRef, Select } from 'antd'
import { useRef, useState } from 'react'
import type { Identifier, MaskedPerson } from '../../../../modules/identity/contract.ts'
import { findPerson, registerPerson } from '../../../endpoints/window.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import { identifierKinds, isOfBody } from '../texts.ts'

type Props = {
  label: string
  focusKey: string
  onFound: (person: MaskedPerson, identifier: Identifier) => void
  onlyNatural?: boolean
  onCancel?: () => void
}

/** Finds whoever is there by the document in hand, or registers them. A reader that types like a keyboard fills the field and presses Enter. */
export function PersonFinder({ label, focusKey, onFound, onlyNatural = false, onCancel }: Props) {
  const [kind, setKind] = useState<string>('111')
  const [value, setValue] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  const field = useRef<InputRef>(null)
  const find = useAct(findPerson, {
    onDone: ({ person }) => {
      if (person === null) return setUnknown(true)
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      onFound(person, identifier)
    },
  })
  const identifier = { kind, value: value.trim() }
  const ask = () => value.trim() !== '' && void find.run({ body: { identifier } })
  useKey(focusKey, `${label}的证件`, () => field.current?.focus())
  const change = (act: () => void) => {
    act()
    setUnknown(false)
    find.clear()
  }
  const kinds = identifierKinds.filter((one) => !onlyNatural || !isOfBody(one.value))
  return (
    <div className="sec">
      <h3>{label}</h3>
      <div className="stack">
        <Select
          aria-label={`${label}的证件类型`}
          value={kind}
          onChange={(chosen) => change(() => setKind(chosen))}
          options={[...kinds]}
        />
        <Input
          ref={field}
          autoFocus
          aria-label={`${label}的证件号码`}
          placeholder="读证、扫码，或输入号码"
          maxLength={64}
          value={value}
          suffix={<Key name={focusKey} />}
          onChange={(event) => change(() => setValue(event.target.value))}
          onPressEnter={(event) => {
            event.stopPropagation()
            ask()
          }}
        />
        <div className="row">
          <Button disabled={find.isBusy || value.trim() === ''} onClick={ask}>
            查找 <Key name="Enter" />
          </Button>
          {onCancel !== undefined && <Button onClick={onCancel}>不由代理人办</Button>}
        </div>
      </div>
      {find.note()}
      {isUnknown && <Register identifier={identifier} onDone={ask} />}
    </div>
  )
}

/** Somebody who is not in the book yet; with or without an account of their own. */
function Register({ identifier, onDone }: { identifier: { kind: string; value: string }; onDone: () => void }) {
  const isBody = isOfBody(identifier.kind)
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [wantsAccount, setWantsAccount] = useState(false)
  const [code, setCode] = useState<string | null>(null)
  const register = useAct(registerPerson, {
    onDone: ({ oneTimeCode }) => {
      if (oneTimeCode === null) onDone()
      else setCode(oneTimeCode)
    },
  })
  const run = () =>
    void register.run({
      body: {
        kind: isBody ? 'legal' : 'natural',
        name,
        identifier,
        ...(phone.trim() === '' ? {} : { phone }),
        ...(wantsAccount ? {} : { withoutAccount: true }),
      },
    })
  const enter = (event: { stopPropagation: () => void }) => {
    event.stopPropagation()
    run()
  }
  if (code !== null)
    return (
      <EffectNote>
        <p>
          已登记。一次性口令 <b className="num code">{code}</b>，当面交给本人：72 小时内在网上启用账号，只用一次。
        </p>
        <Button type="primary" autoFocus onClick={onDone}>
          交好了，接着办 <Key name="Enter" />
        </Button>
      </EffectNote>
    )
  return (
    <div className="stack register">
      <EffectNote kind="first">
        <b>还没有登记。</b>核对证件原件后，照证件填写。
      </EffectNote>
      <Field label={isBody ? '单位名称' : '姓名'}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={enter}
          />
        )}
      </Field>
      <Field label="联系电话">
        {(id) => (
          <Input id={id} maxLength={32} value={phone} onChange={(event) => setPhone(event.target.value)} onPressEnter={enter} />
        )}
      </Field>
      {!isBody && (
        <Checkbox checked={wantsAccount} onChange={(event) => setWantsAccount(event.target.checked)}>
          同时开通网上账号（不开通也照样办）
        </Checkbox>
      )}
      <div className="row">
        <Button type="primary" disabled={register.isBusy || name.trim() === ''} onClick={run}>
          核过证件，登记 <Key name="Enter" />
        </Button>
      </div>
      {register.note()}
    </div>
  )
}

import type { ChannelCode, Settings } from '../../../modules/notification/contract.ts'
import { changeMessageSetting, readMessageSettings } from '../../endpoints/notification.ts'
import { Back } from '../intake/parts.tsx'
import { type FormState, page } from '../page.ts'
import { RefusedNote } from '../parts.tsx'

/** By which channels I am told, and what is told whatever I choose. */
export const messageSettingsPage = page({
  path: '/messages/settings',
  under: 'me',
  who: 'signedIn',
  load: async ({ ask }) => ask(readMessageSettings, { query: {} }),
  title: () => '怎样通知我',
  render: ({ data: { channels, always }, form }) => (
    <div className="col">
      <Back to="/messages">我的消息</Back>
      <h1 className="h1">怎样通知我</h1>
      <RefusedNote form={form} />
      <ul className="rows sec">
        {channels.map((channel) => (
          <Channel key={channel.code} channel={channel} form={form} />
        ))}
      </ul>
      {channels.length > 1 && (
        <p className="hint">夜里发生的，不急的短信第二天早上发。关了以后，这些依法要告诉您的照样会发：{always.join('、')}。</p>
      )}
      {channels.length === 1 && <p className="hint">这里还没有开通短信，进展都写在“消息”里，文书在办件页下载。</p>}
    </div>
  ),
  submit: async ({ ask, said }) => {
    const channel = (said.get('channel') ?? '') as ChannelCode
    await ask(changeMessageSetting, { body: { channel, isOn: said.get('on') === '1' } })
    return { goTo: '/messages/settings' }
  },
})

function Channel({ channel, form }: { channel: Settings['channels'][number]; form: FormState }) {
  const { code, name, isOn, isFixed } = channel
  return (
    <li>
      <div>
        <h2 className="h3">{name}</h2>
        <p className="hint">{isFixed ? '一直开着，登录就能看' : isOn ? '开着' : '关着'}</p>
      </div>
      {!isFixed && (
        <form method="post" data-once>
          <input type="hidden" name="key" value={`${form.key}${code}`} />
          <input type="hidden" name="channel" value={code} />
          <input type="hidden" name="on" value={isOn ? '' : '1'} />
          <button className="act act-2 act-s" type="submit">
            {isOn ? '关掉' : '打开'}
            <span className="vh">：{name}</span>
          </button>
        </form>
      )}
    </li>
  )
}

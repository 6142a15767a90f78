import { Type } from 'typebox'
import { type Message, MessageId, type MessageList, mostUnread } from '../../../modules/notification/contract.ts'
import { listMyCases } from '../../endpoints/casework.ts'
import { listMessages, markMessageRead } from '../../endpoints/notification.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayAt, dayText } from '../../ui/words.ts'
import { type FormState, page } from '../page.ts'
import { Form, RefusedNote } from '../parts.tsx'

/** With the addresses of those of my cases that wait for what a notice 补正告知 asked for. */
type Data = MessageList & { readonly correcting: readonly string[] }

/** My messages of all cases, newest first: what happened, until when, what to do. */
export const messagesPage = page({
  path: '/messages',
  under: 'me',
  who: 'signedIn',
  look: 'p-cases',
  query: Type.Object({ before: Type.Optional(MessageId) }),
  load: async ({ ask, query }): Promise<Data> => {
    const list = await ask(listMessages, { query })
    if (!list.messages.some(isNotice)) return { ...list, correcting: [] }
    const { cases } = await ask(listMyCases, { query: { turn: 'mine' } })
    return { ...list, correcting: cases.flatMap(({ caseId, state }) => (state === 'correcting' ? [`/cases/${caseId}`] : [])) }
  },
  title: () => '我的消息',
  render: ({ data: { messages, unread, next, correcting }, query, form, today }) => (
    <>
      <h1 className="h1">我的消息</h1>
      <RefusedNote form={form} />
      {messages.length === 0 ? (
        <p className="lede">{query.before === undefined ? '还没有消息。办件有进展时，这里会告诉您。' : '没有更早的消息了。'}</p>
      ) : (
        <>
          <p className="lede">
            {unread === 0 ? '都看过了。' : `${unread >= mostUnread ? `${mostUnread} 条以上` : `${unread} 条`}没看过。`}
          </p>
          <ul className="kases sec">
            {messages.map((message) => (
              <Row key={message.messageId} message={message} act={actOf(message, correcting)} form={form} today={today} />
            ))}
          </ul>
        </>
      )}
      <p className="go">
        {messages.some(({ isRead }) => !isRead) && <AllRead form={form} />}
        <a className="lnk" href="/messages/settings">
          怎样通知我
        </a>
        {query.before !== undefined && (
          <a className="lnk" href="/messages">
            回到最新的
          </a>
        )}
        {next !== null && (
          <a className="lnk" href={`/messages?before=${next}`}>
            看更早的
          </a>
        )}
      </p>
    </>
  ),
  submit: async ({ ask, said, query }) => {
    const here = query.before === undefined ? '/messages' : `/messages?before=${query.before}`
    const id = said.get('message')
    const ids = id === null ? unreadIn(await ask(listMessages, { query })) : [id]
    for (const one of ids) await ask(markMessageRead, { params: { id: one } })
    return { goTo: id === null ? here : `${here}#m-${id}` }
  },
})

function isNotice({ template }: Message): boolean {
  return template === 'correction'
}

/** A notice leads to where one answers it, as long as that is awaited; afterwards to the case. */
function actOf(message: Message, correcting: readonly string[]): Message['act'] {
  const { act } = message
  if (!isNotice(message)) return act
  return correcting.includes(act.path) ? { ...act, path: `${act.path}/correction` } : { ...act, label: '查看办件' }
}

function unreadIn({ messages }: MessageList): string[] {
  return messages.flatMap(({ messageId, isRead }) => (isRead ? [] : [messageId]))
}

function AllRead({ form }: { form: FormState }) {
  return (
    <Form form={form}>
      <button className="lnk" type="submit">
        这一页都标为已读
      </button>
    </Form>
  )
}

type RowProps = { readonly message: Message; readonly act: Message['act']; readonly form: FormState; readonly today: string }

function Row({ message, act, form, today }: RowProps) {
  const { messageId, name, text, at, dueOn, letter, isRead } = message
  return (
    <li className="kase" id={`m-${messageId}`}>
      <div className="kase-t">
        <p>
          <span className={isRead ? 'word' : 'word word-run'}>{isRead ? '已读' : '未读'}</span>
        </p>
        <h2 className="h3">{name}</h2>
        <p className="cap">{dayText(dayAt(at), today)}</p>
        <p>{text}</p>
        {letter !== null && message.act.path.startsWith('/cases/') && (
          <p className="hint">
            <a className="lnk" href={`/api${message.act.path}/documents/${letter.documentId}`}>
              看文书（PDF）<span className="vh">：{name}</span>
            </a>
            　文书自 {dayText(letter.effectiveOn, today)}起计算；看到消息不等于已经送达。
          </p>
        )}
      </div>
      <div className="kase-c">
        {dueOn !== null && dueOn >= today && (
          <p className="clock">
            <Icon name="calendar" size="s" />
            <b>{dayText(dueOn, today)}</b>
            <span className="when">这件事说到的日子</span>
          </p>
        )}
      </div>
      <div className="kase-a">
        <a className="act act-2 act-s" href={act.path}>
          {act.label}
          <span className="vh">：{name}</span>
        </a>
        {!isRead && (
          <form method="post" data-once>
            <input type="hidden" name="key" value={`${form.key}${messageId.slice(-12)}`} />
            <input type="hidden" name="message" value={messageId} />
            <button className="lnk" type="submit">
              标为已读<span className="vh">：{name}</span>
            </button>
          </form>
        )}
      </div>
    </li>
  )
}

import { Type } from 'typebox'
import type { Look, Looks } from '../../../modules/casework/seen/contract.ts'
import { listLooks } from '../../endpoints/casework.ts'
import { dayAt, dayText } from '../../ui/words.ts'
import { Back } from '../intake/parts.tsx'
import { page } from '../page.ts'

/** Who saw my data 谁看过: every look on record, by which office or agent, for which case, at what. */
export const seenPage = page({
  path: '/me/seen',
  under: 'me',
  who: 'signedIn',
  query: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })) }),
  load: async ({ ask, query }): Promise<Looks> => ask(listLooks, { query }),
  title: () => '谁看过我的信息',
  render: ({ data: { looks, next }, query, today }) => (
    <div className="col">
      <Back to="/me">我的</Back>
      <h1 className="h1">谁看过我的信息</h1>
      <p className="lede">别人每看一次您填的、交的、登记的，这里就有一行，谁也删不掉。您自己看的不记。</p>
      {looks.length === 0 ? (
        <p className="sec">{query.before === undefined ? '还没有人看过。' : '没有更早的了。'}</p>
      ) : (
        <ol className="rows seen sec">
          {looks.map((look) => (
            <Row key={look.seq} look={look} today={today} />
          ))}
        </ol>
      )}
      <p className="go">
        {query.before !== undefined && (
          <a className="lnk" href="/me/seen">
            回到最近的
          </a>
        )}
        {next !== null && (
          <a className="lnk" href={`/me/seen?before=${next}`}>
            看更早的
          </a>
        )}
      </p>
      <p className="hint">
        觉得不该看的，可以向办这件事的机关或者监督电话反映，说明时间和单位就能查到是谁。依据：《个人信息保护法》第四十四条、第四十五条。
      </p>
    </div>
  ),
})

function Row({ look, today }: { look: Look; today: string }) {
  const { at, about, purpose, fields } = look
  return (
    <li>
      <div>
        <p>
          <strong>{whoOf(look)}</strong>
        </p>
        <p>
          {purposes[purpose] ?? '办理业务'}，看了{whatOf(fields)}
        </p>
        <p className="cap">
          {dayText(dayAt(at), today)}{' '}
          <span className="num">{new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16)}</span>
          {about !== null && (
            <>
              {' · '}
              <a href={`/cases/${about.caseId}`}>{about.itemName}</a> <span className="num">{about.number}</span>
            </>
          )}
        </p>
      </div>
    </li>
  )
}

function whoOf({ by, organName, roleName, name }: Look): string {
  if (by === 'agent') return `替您办事的${name ?? '代理人'}`
  if (by === 'console') return '系统维护人员（在机房）'
  return [organName ?? '机关', roleName].join(' ')
}

const purposes: Readonly<Record<string, string>> = {
  'casework.application': '办理这一件',
  'casework.export': '导出这一件的全部记录',
  'identity.find': '凭您出示的证件查找登记',
  'intake.draft': '替您填写还没提交的申请',
  'rating.contact': '因评价联系您',
}

const kinds: readonly { starts: RegExp; name: string }[] = [
  { starts: /^form\//, name: '申请表' },
  { starts: /^situation\//, name: '办理情形' },
  { starts: /^material/, name: '材料' },
  { starts: /^name$/, name: '姓名' },
  { starts: /^phone$/, name: '电话' },
  { starts: /^identifiers$/, name: '证件号码' },
]

/** What was seen, by kind and how much of it: '申请表 3 项、材料 2 样'. */
function whatOf(fields: readonly string[]): string {
  const counted = kinds.flatMap(({ starts, name }) => {
    const count = fields.filter((field) => starts.test(field)).length
    return count === 0 ? [] : [count === 1 ? name : `${name} ${count} 项`]
  })
  const others = fields.filter((field) => !kinds.some(({ starts }) => starts.test(field))).length
  return [...counted, ...(others === 0 ? [] : [`其他内容 ${others} 项`])].join('、') || '登记的内容'
}

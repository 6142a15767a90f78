import { applicantsTurn, type ListedCase } from '../../../modules/casework/contract.ts'
import type { Me } from '../../../modules/identity/contract.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { WordMark } from '../casework/WordMark.tsx'
import { wordOf } from '../casework/words.ts'
import { SearchForm } from './SearchForm.tsx'

type Props = {
  readonly cases: readonly ListedCase[] | null
  readonly me: Me | null
  readonly unread: number
  readonly area: string | undefined
}

/** Home in the larger letters 长辈版: what waits for me, four things to do, and saying it in one's own words. */
export function ElderHome({ cases, me, unread, area }: Props) {
  const turn = cases?.find(({ state }) => applicantsTurn.includes(state))
  return (
    <>
      <section aria-labelledby="hi">
        <h1 id="hi" className="h1">
          {me === null ? '您好' : `${me.person.name}，您好`}
        </h1>
        {turn !== undefined && (
          <a className="e-turn" href={`/cases/${turn.caseId}`}>
            <WordMark {...wordOf(turn.state, [])} />
            <strong>{turn.itemName}</strong>
            <span className="cap">{turn.state === 'correcting' ? '还差材料，点这里看要补什么' : '办好了，点这里看怎么领'}</span>
          </a>
        )}
      </section>
      <section className="sec" aria-labelledby="four">
        <h2 id="four" className="h2 e-head">
          您想做什么？
        </h2>
        <ul className="e-tiles">
          <Tile href="/items" icon="list" name="办事" say="看能办什么、要带什么" />
          <Tile href={me === null ? '/progress' : '/cases'} icon="tray" name="查办件" say="办到哪一步了" />
          {me === null ? (
            <Tile href="/sign-in" icon="person" name="登录" say="看自己的办件和消息" />
          ) : (
            <Tile href="/messages" icon="mail" name="消息" say={unread === 0 ? '都看过了' : `${unread} 条没看过`} />
          )}
          <Tile href="/place" icon="pin" name="选地区" say="看离您近的大厅" />
        </ul>
      </section>
      <section className="sec" aria-labelledby="say">
        <h2 id="say" className="h2 e-head">
          别的事，写出来就行
        </h2>
        <SearchForm q="" area={area} />
      </section>
    </>
  )
}

function Tile({ href, icon, name, say }: { href: string; icon: IconName; name: string; say: string }) {
  return (
    <li>
      <a href={href}>
        <Icon name={icon} />
        <strong>{name}</strong>
        <span>{say}</span>
      </a>
    </li>
  )
}

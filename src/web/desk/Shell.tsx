import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { readMe, signOut } from '../endpoints/identity.ts'
import { listMyPosts } from '../endpoints/staff.ts'
import { Mark } from '../ui/Mark.tsx'
import { useHeadingFocus } from './focus.ts'
import { Key } from './keys.tsx'
import { pages } from './pages.ts'
import { Answer } from './parts/notes.tsx'
import { useAct } from './use-act.tsx'
import { useAsk } from './use-ask.ts'

/** What stands around every page: one line with the words this post needs, who one is, and in which post. */
export function Shell() {
  const me = useAsk(readMe, {})
  const path = useRouterState({ select: (state) => state.location.pathname })
  useHeadingFocus(useRouterState({ select: (state) => state.resolvedLocation?.href }))
  const out = useAct(signOut, { onDone: () => location.assign('/desk/sign-in'), isLast: true })
  const powers = new Set(me.data?.grants.map(({ power }) => power))
  const words = pages.filter(({ word, power }) => word !== null && (power === null || powers.has(power)))
  return (
    <div className="desk">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="top">
        <Link className="brand" to="/">
          <Mark />
          一窗
        </Link>
        <nav aria-label="工作台">
          {words.map(({ word, path: to }) => (
            <Link key={to} to={to} {...(isUnder(path, to) ? { 'aria-current': 'page' as const } : {})}>
              {word}
            </Link>
          ))}
        </nav>
        <div className="me">
          <Posts />
          <b>{me.data?.person.name}</b>
          <Button size="small" disabled={out.isBusy} onClick={() => void out.run({})}>
            退出
          </Button>
          <span className="mut">
            <Key name="?" /> 按键
          </span>
        </div>
      </header>
      {document.documentElement.dataset.demonstration === 'true' && (
        <p className="demo" role="note">
          <b>演示系统</b>：人员、单位和办件都是虚构的，在这里办理的事没有法律效力。
        </p>
      )}
      {out.note()}
      <main id="main" tabIndex={-1}>
        <Answer of={me}>{() => <Outlet />}</Answer>
      </main>
    </div>
  )
}

/** In which post, and where; of several the first, with how many more. */
function Posts() {
  const { data } = useAsk(listMyPosts, {})
  const [first, ...more] = data?.posts ?? []
  if (first === undefined) return null
  const standsIn = first.standsInFor === null ? null : `代${first.standsInFor}`
  const names = [first.placeName, first.organisationName, first.roleName, standsIn].filter((name) => name !== null)
  return (
    <span>
      {names.join('　')}
      {more.length > 0 && `，等 ${more.length + 1} 个岗位`}
    </span>
  )
}

function isUnder(path: string, to: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
}

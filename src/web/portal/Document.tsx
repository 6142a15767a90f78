import type { ReactNode } from 'react'
import { idleMinutes } from '../../modules/identity/contract.ts'
import { mostUnread } from '../../modules/notification/contract.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { Mark } from '../ui/Mark.tsx'
import { ElderSwitch } from './identity/ElderSwitch.tsx'
import type { Crumb, Page, Visitor } from './page.ts'

/** Where the built files of a page lie. */
export type Built = { readonly styles: readonly string[]; readonly scripts: readonly string[] }

type Props = {
  readonly title: string
  readonly visitor: Visitor
  readonly under: Page['under'] | null
  readonly trail: readonly Crumb[]
  readonly built: Built
  /** The address of this page, to come back to. */
  readonly path: string
  /** A name for styles of this page alone. */
  readonly look: string | null
  /** For whom one acts here; null: for oneself. */
  readonly standsFor: string | null
  readonly children: ReactNode
}

/** A whole page of the citizen side: everything but what it is about. */
export function Document({ title, visitor, under, trail, built, path, look, standsFor, children }: Props) {
  return (
    <html lang="zh-CN" className={visitor.isElder ? 'elder' : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} · 一窗`}</title>
        {built.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {built.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body
        className={look === null ? 'has-bar' : `has-bar ${look}`}
        data-idle-minutes={visitor.me === null ? undefined : idleMinutes[visitor.me.isStaff ? 'staff' : 'citizen']}
      >
        <a className="skip" href="#main">
          跳到正文
        </a>
        {visitor.isDemonstration && <DemonstrationBanner />}
        <Header visitor={visitor} under={under} path={path} />
        {standsFor !== null && (
          <aside className="standfor" aria-label="正在代表">
            <div className="wrap">
              <span>您正在代表：{standsFor}</span>
              <a href="/drafts" aria-label="退出代表">
                退出
              </a>
            </div>
          </aside>
        )}
        <main id="main" tabIndex={-1}>
          <div className="wrap">
            {trail.length > 0 && <Trail crumbs={trail} />}
            {children}
          </div>
        </main>
        {visitor.isElder && <FindHelp />}
        {visitor.me !== null && <IdleNote path={path} />}
        <Footer />
        <Bar visitor={visitor} under={under} isHome={path === '/'} />
      </body>
    </html>
  )
}

function DemonstrationBanner() {
  return (
    <p className="demo" role="note">
      <span className="wrap">
        <strong>演示系统</strong>：人员、单位和办件都是虚构的，在这里办理的事没有法律效力。<a href="/try">选一个人试用</a>
      </span>
    </p>
  )
}

function Header({ visitor, under, path }: { visitor: Visitor; under: Props['under']; path: string }) {
  const { me, place, unread } = visitor
  return (
    <header className="mast">
      <div className="wrap mast-in">
        <a className="brand" href="/" aria-label="一窗 首页">
          <Mark />
          <span>一窗</span>
        </a>
        <a className="place" href={`/place?next=${encodeURIComponent(path)}`}>
          <span className="vh">{place === null ? '还没有选择地区：' : '当前地区，可更换：'}</span>
          {place === null ? '选择地区' : place.division.name}
          <Icon name="down" size="s" />
        </a>
        <nav aria-label="主导航">
          <ul>
            {words.map(({ name, href, under: own }) => (
              <li key={href}>
                <a href={href} {...(own === under ? { 'aria-current': 'page' as const } : {})}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="mast-tools">
          <ElderSwitch isElder={visitor.isElder} path={path} />
          {me !== null && !me.isStaff && (
            <a className="wide" href="/messages">
              <Icon name="mail" size="s" />
              消息
              <UnreadBadge unread={unread} />
            </a>
          )}
          {me === null ? (
            <a className="wide" href={`/sign-in?next=${encodeURIComponent(path)}`}>
              <Icon name="person" size="s" />
              登录
            </a>
          ) : (
            <a className="wide" href={me.isStaff ? '/desk' : '/me'}>
              <Icon name="person" size="s" />
              <span className="vh">我的：</span>
              {me.person.name}
            </a>
          )}
        </div>
      </div>
    </header>
  )
}

/** At hand on every page of the larger letters. */
function FindHelp() {
  return (
    <aside className="e-help" aria-label="找人帮忙">
      <div className="wrap">
        <a className="act act-w e-red" href="/help">
          <Icon name="person" />
          找人帮忙
        </a>
      </div>
    </aside>
  )
}

/** Shown by the script some minutes before the session ends for want of use, and once it has ended. */
function IdleNote({ path }: { path: string }) {
  return (
    <div className="idle" role="alert" hidden data-idle>
      <div className="wrap">
        <p data-idle-soon>
          您有一阵没有操作，再过几分钟会自动退出登录。
          <button className="act act-s" type="button">
            继续使用
          </button>
        </p>
        <p data-idle-over hidden>
          很久没有操作，已经自动退出登录，存过的都在。
          <a className="act act-s" href={`/sign-in?next=${encodeURIComponent(path)}`}>
            重新登录，回到这一页
          </a>
        </p>
      </div>
    </div>
  )
}

/** Only what there is. */
const words: readonly { name: string; href: string; under: NonNullable<Props['under']>; icon: IconName }[] = [
  { name: '办事', href: '/items', under: 'items', icon: 'list' },
  { name: '办件', href: '/cases', under: 'cases', icon: 'tray' },
]

function Trail({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="您在这里">
      <ol>
        {[{ name: '首页', path: '/' }, ...crumbs].map(({ name, path }) => (
          <li key={path}>
            <a href={path}>{name}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Footer() {
  return (
    <footer className="foot">
      <div className="wrap">
        <h2 className="vh">页脚</h2>
        <div className="foot-links">
          <a href="/progress">查办件进度</a>
          <a href="/publications">准予许可公示</a>
          <a href="/ratings">好差评</a>
          <a href="/limits">期限怎么算</a>
          <a href="/desk">工作人员入口</a>
          <a href="/api/openapi.json">开放接口</a>
        </div>
      </div>
    </footer>
  )
}

function Bar({ visitor, under, isHome }: { visitor: Visitor; under: Props['under']; isHome: boolean }) {
  const mine = visitor.me === null ? { name: '登录', href: '/sign-in' } : { name: '我的', href: '/me' }
  const places = [
    { name: '首页', href: '/', icon: 'home' as const, isCurrent: isHome },
    ...words.map((word) => ({ ...word, isCurrent: word.under === under })),
    { ...mine, icon: 'person' as const, isCurrent: under === 'me' },
  ]
  const news = (href: string) => href === '/me' && <UnreadBadge unread={visitor.unread} />
  return (
    <nav className="bar" aria-label="底部导航">
      <ul>
        {places.map(({ name, href, icon, isCurrent }) => (
          <li key={href}>
            <a href={href} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
              <Icon name={icon} />
              {name}
              {news(href)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** How many messages were not read; nothing when all were. */
function UnreadBadge({ unread }: { unread: number }) {
  if (unread === 0) return null
  return (
    <b className="badge">
      {unread >= mostUnread ? `${mostUnread - 1}+` : unread}
      <span className="vh"> 条消息没看过</span>
    </b>
  )
}

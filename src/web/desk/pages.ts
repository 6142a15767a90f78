import type { ComponentType } from 'react'

/** A page of the desk: where, under which word of the top line and for whom, and how it is loaded when it is first wanted. */
export type DeskPage = {
  /** Below /desk, with '$name' for parameters. */
  readonly path: string
  /** Null: reached from other pages only. */
  readonly word: string | null
  /** The power that somebody must hold anywhere to see the word; null: whoever is signed in. What they may see there is for the routes to say. */
  readonly power: string | null
  readonly load: () => Promise<{ readonly Page: ComponentType }>
}

/** Every page of the desk, a line each. */
export const pages: readonly DeskPage[] = [
  { path: '/', word: '今天', power: null, load: () => import('./staff/TodayPage.tsx') },
  { path: '/glance', word: '总览', power: 'casework.glance', load: () => import('./casework/GlancePage.tsx') },
  { path: '/glance/cases', word: null, power: 'casework.glance', load: () => import('./casework/FigurePage.tsx') },
  { path: '/window', word: '窗口', power: 'intake.accept', load: () => import('./intake/WindowPage.tsx') },
  { path: '/window/drafts/$draftId', word: null, power: 'intake.accept', load: () => import('./intake/DraftPage.tsx') },
  { path: '/window/cases/$caseId', word: null, power: 'casework.read', load: () => import('./intake/CasePage.tsx') },
  { path: '/approval', word: '审批', power: 'approval.recuse', load: () => import('./approval/ListPage.tsx') },
  { path: '/approval/$id', word: null, power: null, load: () => import('./approval/CasePage.tsx') },
  { path: '/cases', word: '办件', power: 'casework.read', load: () => import('./casework/CasesPage.tsx') },
  { path: '/substitutes', word: '顶岗', power: 'staff.manage', load: () => import('./staff/SubstitutesPage.tsx') },
  { path: '/ratings', word: '好差评', power: 'rating.read', load: () => import('./rating/RatingsPage.tsx') },
  { path: '/ratings/$id', word: null, power: 'rating.read', load: () => import('./rating/OrderPage.tsx') },
  { path: '/gaps', word: '找不到的问题', power: 'finder.keep', load: () => import('./finder/GapsPage.tsx') },
  { path: '/calendar', word: '日历', power: 'calendar.manage', load: () => import('./clock/CalendarPage.tsx') },
]

import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { type Built, Document } from './Document.tsx'
import { type Failed, FailurePage, titleOf } from './failures/FailurePage.tsx'
import type { Page, View, Visitor } from './page.ts'

/** What the installation adds to every page. */
export type Around = { readonly built: Built }

/** A page as HTML. */
export function renderPage(page: Page, view: View, around: Around): string {
  return html(
    <Document
      title={view.form.refused === null && page.isWrong?.(view) !== true ? page.title(view) : `有错误：${page.title(view)}`}
      visitor={view}
      under={page.under ?? null}
      trail={page.trail?.(view) ?? []}
      path={view.path}
      look={page.look ?? null}
      standsFor={page.standsFor?.(view) ?? null}
      {...around}
    >
      {page.render(view)}
    </Document>,
  )
}

/** A failure as HTML. */
export function renderFailure(failed: Failed, visitor: Visitor, path: string, around: Around): string {
  return html(
    <Document
      title={titleOf(failed)}
      visitor={visitor}
      under={null}
      trail={[]}
      path={path}
      look={null}
      standsFor={null}
      {...around}
    >
      <FailurePage failed={failed} path={path} />
    </Document>,
  )
}

function html(document: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(document)}`
}

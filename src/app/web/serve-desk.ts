import type { FastifyInstance } from 'fastify'
import { findCookie, sessionCookie } from '../../kernel/http/cookies.ts'
import { newSecret } from '../../kernel/ids.ts'
import type { Built } from '../../web/portal/index.ts'

/** The desk: one page that loads the rest. Whoever has no session is led to the sign-in; what a session may do is for the routes to say. */
export function mountDesk(app: FastifyInstance, built: Built, isDemonstration: boolean): void {
  const styles = built.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('')
  const scripts = built.scripts.map((src) => `<script type="module" src="${src}"></script>`).join('')
  for (const url of ['/desk', '/desk/*']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      if (findCookie(request, sessionCookie) === null) {
        return reply.redirect(`/desk/sign-in?next=${encodeURIComponent(request.url)}`, 303)
      }
      const nonce = newSecret(26)
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', policyFor(nonce))
        .send(
          `<!doctype html><html lang="zh-CN" data-demonstration="${isDemonstration}"><head><meta charset="utf-8">` +
            `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csp-nonce" content="${nonce}">` +
            `<title>工作台 · 一窗</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">${styles}${scripts}</head>` +
            `<body><div id="desk"></div><noscript>工作台需要开启脚本。</noscript></body></html>`,
        )
    })
  }
}

/** The desk's components write styles of their own: those with this page's nonce, and no others. */
function policyFor(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

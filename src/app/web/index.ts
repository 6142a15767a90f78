import type { FastifyInstance } from 'fastify'
import type { ServerOptions } from '../../kernel/http/index.ts'
import { webFiles } from './assets.ts'
import { mountDesk } from './serve-desk.ts'
import { type PageOptions, servePages } from './serve-pages.ts'

/**
 * The web as the server takes it: pages, the desk, their files.
 *
 * @throws SetupError when the web was not built
 */
export function openWeb(options: Omit<PageOptions, 'built'>): Required<Pick<ServerOptions, 'extend' | 'failurePage'>> {
  const files = webFiles()
  const pages = servePages({ ...options, built: (script) => pageFiles(files.built, script) })
  return {
    extend: async (app: FastifyInstance) => {
      files.mount(app)
      pages.mount(app)
      mountDesk(app, files.built('desk/main.tsx'), options.isDemonstration)
    },
    failurePage: pages.failed,
  }
}

function pageFiles(built: ReturnType<typeof webFiles>['built'], script: string | undefined) {
  const { styles } = built('portal/citizen.css')
  const names = script === undefined ? ['page'] : ['page', script]
  return { styles, scripts: names.flatMap((name) => built(`portal/scripts/${name}.ts`).scripts) }
}

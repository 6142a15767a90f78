import { Agent, request } from 'node:http'
import type { Now } from '../../../kernel/now.ts'
import type { Lane } from '../case/city.ts'

/** A list as somebody asks for it. */
export type Asked = {
  readonly name: string
  readonly route: string
  readonly token: string
  readonly query: Readonly<Record<string, string>>
}

/** What each of an office asks for first when the day begins, and the page after it. */
export function firstPages(lane: Lane, now: Now): Asked[] {
  const { organisation } = lane
  const month = { fromOn: `${now.today.slice(0, 7)}-01`, toOn: now.today }
  const figures = (['received', 'accepted', 'decided', 'late'] as const).map((figure) => ({
    name: `leader ${figure}`,
    route: 'GET /figures/cases',
    token: lane.chief,
    query: { organisation, figure, ...month },
  }))
  return [
    { name: 'citizen', route: 'GET /cases/mine', token: lane.citizen, query: {} },
    { name: 'clerk', route: 'GET /desk/trays', token: lane.clerk, query: { organisation } },
    { name: 'approver', route: 'GET /desk/cases', token: lane.approver, query: { organisation, state: 'toApprove' } },
    { name: 'leader glance', route: 'GET /figures', token: lane.chief, query: {} },
    ...figures,
  ]
}

/** What of any answer is read here. */
type Page = {
  readonly next?: string | null
  readonly cases?: readonly { readonly caseId: string }[]
  readonly departments?: readonly { readonly organisation: string; readonly today: { readonly received: number } }[]
}

/** Asks the server over one kept connection. */
export function asker(port: number): { ask(asked: Asked): Promise<Page>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    ask: ({ route, token, query }) =>
      new Promise((resolve, reject) => {
        const path = `/api${route.slice('GET '.length)}?${new URLSearchParams(query)}`
        const headers = { authorization: `Bearer ${token}` }
        const sent = request({ agent, host: '127.0.0.1', port, path, headers }, async (reply) => {
          const chunks: Buffer[] = []
          for await (const part of reply) chunks.push(part)
          const text = Buffer.concat(chunks).toString('utf8')
          if (reply.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`${route} answered ${reply.statusCode}: ${text}`))
        })
        sent.once('error', reject)
        sent.end()
      }),
    close: () => agent.destroy(),
  }
}

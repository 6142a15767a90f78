import type { Tx } from '../../../kernel/db/index.ts'
import type { EventRow } from '../../../kernel/log/index.ts'
import { type Day, dayOf, type Now } from '../../../kernel/now.ts'
import { agentsOf, findCase } from '../../casework/index.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { type Said, tell } from '../../notification/index.ts'
import { isBad } from '../contract.ts'
import { linkOf } from '../links.ts'
import * as store from '../store.ts'

type Saying = { readonly said: Said; readonly dueOn: Day | null }

/** What is said of an event of a rating, and the day that matters then. Kinds without a row say nothing. */
const sayings: Readonly<Record<string, (event: EventRow, order: string) => Saying | null>> = {
  invited: ({ body }) => {
    const untilOn = String(body.untilOn)
    return { said: { template: 'rateInvited', facts: { isVisit: body.kind === 'visit', untilOn } }, dueOn: untilOn }
  },
  rated: ({ body }) => (isBad(Number(body.level)) ? null : { said: { template: 'rated', facts: {} }, dueOn: null }), // `opened` follows
  opened: ({ body }) => {
    const firstBy = body.firstBy as Day | null
    return { said: { template: 'orderOpened', facts: { order: String(body.number), firstBy } }, dueOn: firstBy }
  },
  fedBack: ({ body }, order) => {
    const answerBy = body.answerBy as Day | null
    return { said: { template: 'orderFedBack', facts: { order, answerBy } }, dueOn: answerBy }
  },
  closed: (_event, order) => ({ said: { template: 'orderClosed', facts: { order } }, dueOn: null }),
}

/** Tells the person concerned, and the agent who acted for them, what happens to their rating – that somebody gave one included. */
export async function tellOf(tx: Tx, events: readonly EventRow[], now: Now): Promise<void> {
  const notices: Parameters<typeof tell>[1][number][] = []
  for (const event of events) {
    const invitation = await store.findInvitation(tx, event.stream_id)
    const state = invitation === null ? null : await findCase(tx, invitation.case_id)
    const order = await store.findOrder(tx, event.stream_id)
    const saying = sayings[event.kind]?.(event, order?.number ?? '')
    if (invitation === null || state === null || !saying) continue
    const about = { case_id: state.caseId, applicant_id: state.applicantId, item_code: state.itemCode }
    const asked = { stream_id: state.caseId, seq: invitation.about_seq }
    const agent = (await agentsOf(tx, [asked], new Map([[state.caseId, about]]), now)).get(`${asked.stream_id}/${asked.seq}`)
    notices.push({
      about: { stream: store.ratingStream.name, streamId: event.stream_id, seq: event.seq },
      at: event.at,
      on: dayOf(event.at),
      effectiveOn: event.effective_on,
      recipients: [state.applicantId, ...(agent === undefined ? [] : [agent])],
      number: state.number,
      item: (await definitionOf(tx, state.versionId)).name,
      path: linkOf(event.stream_id),
      documentId: null,
      ...saying,
    })
  }
  await tell(tx, notices, now)
}

/** Whether something is said of this kind of event. */
export function isTold(kind: string): boolean {
  return kind in sayings
}

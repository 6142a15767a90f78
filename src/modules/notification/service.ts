import { type Actor, type By, byOf, system } from '../../kernel/actor.ts'
import { canonical, type JsonObject, sm3Hex } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { nameId } from '../../kernel/ids.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { record, recordEach } from '../../kernel/log/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { authorityFor, phonesOf } from '../identity/index.ts'
import { canText, openedWays } from './channel.ts'
import {
  type ChangeSetting,
  type ChannelCode,
  channelNames,
  type Delivery,
  FixedChannel,
  failureNames,
  type Message,
  type MessageList,
  messageStateNames,
  mostUnread,
  NotYourMessages,
  type Page,
  pageSize,
  type Settings,
  UnknownMessage,
  type Unread,
} from './contract.ts'
import { freshMs, mayBecome, quietUntil } from './rules.ts'
import * as store from './store.ts'
import { type Said, type TemplateCode, templates, wordsOf } from './templates.ts'

/** Something that happened and of which somebody is to be told. */
export type Notice = {
  /** The event told of. */
  readonly about: { readonly stream: string; readonly streamId: string; readonly seq: number }
  readonly at: Date
  readonly on: Day
  readonly effectiveOn: Day
  /** Persons: first who is concerned, then who acts for them. */
  readonly recipients: readonly [string, ...string[]]
  readonly number: string
  readonly item: string
  readonly said: Said
  /** Where to act, within the platform. */
  readonly path: string
  readonly dueOn: Day | null
  readonly documentId: string | null
}

/** The message that tells this person of this event by this channel: always the same one. */
export function messageIdOf({ stream, streamId, seq }: Notice['about'], recipient: string, channel: ChannelCode): string {
  return nameId(`message ${stream}/${streamId}/${seq} ${recipient} ${channel}`)
}

/**
 * Tells persons of events, many at once: into the tray, and by the ways out of the house that are open, that the person has left a
 * number for and – where no law orders to tell – has not turned off.
 *
 * Of an event that was told of before nothing is said again, whatever settings, agents or numbers are now: what was decided then stands in
 * the log. What is older than three days goes to the tray alone.
 */
export async function tell(tx: Tx, notices: readonly Notice[], now: Now): Promise<void> {
  const mark = ({ about, recipients }: Notice) => messageIdOf(about, recipients[0], 'tray')
  const known = await store.knownIds(tx, notices.map(mark))
  const fresh = notices.filter((notice) => !known.has(mark(notice)))
  const inTray = fresh.flatMap((notice) => notice.recipients.map((recipient) => messageOf(notice, recipient, 'tray')))
  const leaving = await leavingOf(tx, fresh, now)

  await begin(tx, inTray, 'delivered', now)
  await begin(
    tx,
    leaving.map(({ message }) => message),
    'queued',
    now,
  )
  const stateAt = { state_at: now.at }
  await store.insertMessages(tx, [
    ...inTray.map((message) => ({ ...message, ...stateAt, state: 'delivered' as const, next_at: null })),
    ...leaving.map(({ message, nextAt }) => ({ ...message, ...stateAt, state: 'queued' as const, next_at: nextAt })),
  ])
  if (leaving.length > 0) await enqueue(tx, [{ name: sendJob, payload: {}, key: sendJob }])
}

/** The job that sends what waits. */
export const sendJob = 'notification.send'

/** A page of the messages of whoever calls, or of somebody they speak for in everything. @throws Refusal(NotYourMessages) */
export async function messagesOf(tx: Tx, page: Page, actor: Actor, now: Now): Promise<MessageList> {
  const personId = await personFor(tx, page.person, actor, now)
  if (personId === null) return { messages: [], unread: 0, next: null }
  const rows = await store.trayOf(tx, personId, page.before ?? null, pageSize + 1)
  const shown = rows.slice(0, pageSize)
  return {
    messages: shown.map(view),
    unread: await store.unreadOf(tx, personId, mostUnread),
    next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** How many messages of their own the caller has not read. */
export async function countUnread(tx: Tx, actor: Actor): Promise<Unread> {
  return { unread: actor.subject === null ? 0 : await store.unreadOf(tx, actor.subject, mostUnread) }
}

/** Marks a message of the tray as read; again changes nothing. @throws Refusal(UnknownMessage) */
export async function markRead(tx: Tx, messageId: string, actor: Actor, now: Now): Promise<void> {
  const row = await store.lockMessage(tx, messageId)
  const authority =
    row?.channel !== 'tray' || actor.subject === null
      ? null
      : await authorityFor(tx, actor.subject, row.recipient_id, '*', now.today)
  if (row === undefined || authority === null) throw new Refusal(UnknownMessage, {})
  if (row.state === 'read') return
  const by = byOf(actor, authority, authority === 'self' ? null : row.recipient_id)
  await become(tx, row, { state: 'read' }, by, now)
}

/** By which channels a person is told. @throws Refusal(NotYourMessages) */
export async function settingsOf(tx: Tx, person: string | undefined, actor: Actor, now: Now): Promise<Settings> {
  const personId = await personFor(tx, person, actor, now)
  const off = personId === null ? new Set() : await store.turnedOff(tx, [personId])
  const codes: ChannelCode[] = ['tray', ...openedWays().channels.map((channel) => channel.code)]
  return {
    channels: codes.map((code) => ({
      code,
      name: channelNames[code],
      isOn: !off.has(`${personId}/${code}`),
      isFixed: code === 'tray',
    })),
    always: Object.values(templates).flatMap(({ isDue, name }) => (isDue ? [name] : [])),
  }
}

/**
 * Turns a channel on or off for what no law orders to tell.
 *
 * @throws Refusal(FixedChannel) the tray, or a channel that this installation does not have
 * @throws Refusal(NotYourMessages)
 */
export async function changeSetting(tx: Tx, given: ChangeSetting, actor: Actor, now: Now): Promise<void> {
  const personId = await personFor(tx, given.person, actor, now)
  if (personId === null) throw new Refusal(NotYourMessages, {})
  if (!openedWays().channels.some((channel) => channel.code === given.channel)) throw new Refusal(FixedChannel, {})
  const { channel, isOn: is_on } = given
  await store.putSetting(tx, { person_id: personId, channel, is_on, changed_by: actor.id, changed_at: now.at })
}

const mostDeliveries = 1_000

/** What became of the messages about a stream, by event. Who may ask is for the stream's owner to say. */
export async function deliveriesAbout(tx: Tx, stream: string, streamId: string): Promise<Delivery[]> {
  return (await store.messagesAbout(tx, stream, streamId, mostDeliveries)).map((row) => ({
    messageId: row.id,
    template: row.template,
    name: templates[row.template as TemplateCode].name,
    channel: row.channel,
    channelName: channelNames[row.channel],
    seq: row.about_seq,
    state: row.state,
    stateName: messageStateNames[row.state],
    stateAt: row.state_at.toISOString(),
    reason: row.reason,
    reasonName: row.reason === null ? null : failureNames[row.reason],
  }))
}

/** What a message's first event commits to: words, place, days. */
export function digestOf(message: store.NewMessage): string {
  const { template, text, path, due_on, document_id, effective_on, at } = message
  return sm3Hex(canonical({ template, text, path, due_on, document_id, effective_on, at: at.toISOString() }))
}

/** Puts on record what became of a message, and in its row. @throws Error when it cannot become that: a mistake in the caller */
export async function become(
  tx: Tx,
  row: Pick<store.MessageRow, 'id' | 'state'>,
  next: { state: 'sent' | 'delivered' | 'read' | 'failed' } & Partial<
    Pick<store.MessageRow, 'reason' | 'external_id' | 'next_at'>
  >,
  by: By,
  now: Now,
): Promise<void> {
  if (!mayBecome(row.state, next.state)) throw new Error(`message ${row.state} cannot become ${next.state}`)
  const { state, reason = null, external_id } = next
  const body: JsonObject = {
    ...(reason === null ? {} : { reason }),
    ...(external_id === undefined ? {} : { externalId: external_id }),
  }
  const event = { streamId: row.id, kind: state, v: 1, body, by, ground: null, effectiveOn: now.today, at: now.at }
  await record(tx, store.letterStream, event)
  await store.updateMessage(tx, row.id, { next_at: null, ...next, state_at: now.at })
}

function messageOf(notice: Notice, recipient: string, channel: ChannelCode): store.NewMessage {
  const { about, said, path, at } = notice
  return {
    id: messageIdOf(about, recipient, channel),
    recipient_id: recipient,
    channel,
    template: said.template,
    text: wordsOf(said, notice),
    path,
    due_on: notice.dueOn,
    document_id: notice.documentId,
    effective_on: notice.effectiveOn,
    at,
    about_stream: about.stream,
    about_id: about.streamId,
    about_seq: about.seq,
  }
}

async function leavingOf(tx: Tx, notices: readonly Notice[], now: Now) {
  const { channels, quiet } = openedWays()
  const young = notices.filter(({ at }) => now.at.getTime() - at.getTime() <= freshMs)
  if (channels.length === 0 || young.length === 0) return []
  const persons = [...new Set(young.flatMap(({ recipients }) => recipients))]
  const phones = await phonesOf(tx, persons)
  const off = await store.turnedOff(tx, persons)
  const morning = quietUntil(quiet, now.at) ?? now.at
  return young.flatMap((notice) => {
    const { isDue, isPrompt } = templates[notice.said.template]
    const nextAt = isPrompt ? now.at : morning
    const wanted = (recipient: string, code: ChannelCode) =>
      canText(phones.get(recipient) ?? '0') && (isDue || !off.has(`${recipient}/${code}`))
    return notice.recipients.flatMap((recipient) =>
      channels.flatMap(({ code }) => (wanted(recipient, code) ? [{ message: messageOf(notice, recipient, code), nextAt }] : [])),
    )
  })
}

/** The first event of each: whom it tells, how, of what, and what its words commit to. */
async function begin(tx: Tx, messages: readonly store.NewMessage[], kind: 'queued' | 'delivered', now: Now): Promise<void> {
  await recordEach(
    tx,
    store.letterStream,
    messages.map((message) => ({
      streamId: message.id,
      kind,
      v: 1,
      body: bodyOf(message),
      by: system,
      ground: null,
      effectiveOn: now.today,
      at: now.at,
    })),
  )
}

/** What the first event of a message says. */
export function bodyOf(message: store.NewMessage): JsonObject {
  const { recipient_id: recipient, channel, template, about_stream: stream, about_id: streamId, about_seq: seq } = message
  return { recipient, channel, template, about: { stream, streamId, seq }, digest: digestOf(message) }
}

/** Whose messages are meant, once the caller may see them; null for staff, who have none. @throws Refusal(NotYourMessages) */
async function personFor(tx: Tx, person: string | undefined, actor: Actor, now: Now): Promise<string | null> {
  if (person === undefined || person === actor.subject) return actor.subject
  const authority = actor.subject === null ? null : await authorityFor(tx, actor.subject, person, '*', now.today)
  if (authority === null) throw new Refusal(NotYourMessages, {})
  return person
}

function view(row: store.MessageRow): Message {
  const { name, act, isLegal } = templates[row.template as TemplateCode]
  return {
    messageId: row.id,
    template: row.template,
    name,
    text: row.text,
    at: row.at.toISOString(),
    act: { label: act, path: row.path },
    dueOn: row.due_on,
    letter: isLegal && row.document_id !== null ? { documentId: row.document_id, effectiveOn: row.effective_on } : null,
    isRead: row.state === 'read',
  }
}

import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { findListed, topicsAfter } from '../../catalogue/index.ts'
import { chainOfCodes } from '../../region/index.ts'
import { namesOf } from '../../staff/index.ts'
import type { Found } from '../contract.ts'
import { shippedKnowledge } from '../knowledge.ts'
import { currentMemory, Memory } from '../memory.ts'
import { findItems } from '../service.ts'
import { readPlace } from '../store.ts'
import {
  AlreadyUndone,
  type Answered,
  type Gap,
  type History,
  type Papers,
  PersonalWords,
  type Proposal,
  type Publishing,
  type Running,
  TooFewWords,
  type Tried,
  type Trying,
  UnknownItemToKnow,
  UnknownKnowledge,
} from './contract.ts'
import { counted, type Kept, masked, mostADay, withKept } from './rules.ts'
import * as store from './store.ts'
import { countUnanswered } from './tally.ts'
import { examine, questionCount } from './trial.ts'

const power = 'finder.keep'
const mostGaps = 50
const mostRows = 200
const shown = 3

/** Counts a search that found nothing; in memory only, so that searching stays reading. */
export async function noteUnanswered(tx: Tx, { q, area }: { q?: string; area?: string }, found: Found, now: Now): Promise<void> {
  if (found.answer !== 'none' || q === undefined) return
  const question = counted(q, shippedKnowledge().lexicon)
  if (question === '') return
  countUnanswered((await readPlace(tx)).key, question, wholeCode(area), now.today)
}

/** Counts a question that a person leaves for staff: as badly answered when something was offered. Who leaves it is not asked. */
export async function leaveQuestion(tx: Tx, { q, area }: { q: string; area?: string }, now: Now): Promise<void> {
  const question = counted(q, shippedKnowledge().lexicon)
  if (question === '') return
  const { answer } = await findItems(tx, { q, ...placeOf(area), limit: 1 }, now.at)
  const count = { question, area: wholeCode(area), kind: answer === 'none' ? 'left' : 'bad', onDay: now.today, times: 1 } as const
  await store.addCounts(tx, [count], mostADay)
}

/** Questions of the last days that were answered badly or not, with what the finder answers now. */
export async function gaps(tx: Tx, { order, days }: { order: 'most' | 'newest'; days: number }, now: Now): Promise<Gap[]> {
  const found: Gap[] = []
  for (const { area, ...row } of await store.gapsOf(tx, now.today, days, order, mostGaps)) {
    const place = area === '' ? undefined : area
    found.push({ ...row, area: place ?? null, now: await answered(tx, row.question, place, now) })
  }
  return found
}

/** What staff know, the newest first, with who made it, who undid it and why. */
export async function history(tx: Tx): Promise<History> {
  const rows = await store.history(tx, mostRows)
  const names = await namesOf(
    tx,
    rows.flatMap(({ by, undoneBy }) => (undoneBy === null ? [by] : [by, undoneBy])),
  )
  const nameOf = (id: string) => names.get(id) ?? ''
  return {
    rows: rows.map(({ no, kind, item, words, reason, by, on, undoneReason, undoneBy, undoneOn }) => ({
      no,
      kind,
      item,
      words,
      made: { by: nameOf(by), on, reason },
      undone: undoneBy === null ? null : { by: nameOf(undoneBy), on: undoneOn ?? '', reason: undoneReason ?? '' },
    })),
  }
}

/**
 * The marks of the examination as things stand and as they would stand with a change, and what would be answered. Nothing is stored. A
 * second memory of the list is made for it: a second or two for some thousand items, more for more.
 *
 * @throws Refusal(UnknownItemToKnow | TooFewWords | PersonalWords)
 */
export async function tryOut(tx: Tx, trying: Trying, actor: Actor, now: Now): Promise<Tried> {
  const progress = { asked: 0, of: 0 }
  running.set(actor.id, progress)
  try {
    return await triedOut(tx, trying, progress, now)
  } finally {
    if (running.get(actor.id) === progress) running.delete(actor.id)
  }
}

const running = new Map<string, { asked: number; of: number }>()

/** How far somebody's trial is in this process; null: none runs here. */
export function trialOf(actor: Actor): Running['trial'] {
  const { asked, of } = running.get(actor.id) ?? { asked: 0, of: 0 }
  return of === 0 ? null : { asked, of }
}

async function triedOut(
  tx: Tx,
  { q, area, ...proposal }: Trying,
  progress: { asked: number; of: number },
  now: Now,
): Promise<Tried> {
  const change = await checked(tx, proposal, now)
  const place = await readPlace(tx)
  const memory = await currentMemory(tx, place, shippedKnowledge())
  const { kept } = await store.readKept(tx)
  const key = `${place.key} ${place.change} ${place.kept}`
  progress.of = questionCount() * (last?.key === key ? 1 : 2)
  const onAsked = (questions: number) => {
    progress.asked += questions
  }
  const other = new Memory(withKept(shippedKnowledge(), [...kept, change]))
  await other.learn(await topicsAfter(tx, 0))
  return {
    before: await marksBefore(tx, key, memory, onAsked),
    after: await examine(tx, other, onAsked),
    answeredBefore: q === undefined ? null : await answered(tx, q, area, now),
    answeredAfter: q === undefined ? null : await answered(tx, q, area, now, other),
  }
}

let last: { readonly key: string; readonly marks: Papers } | undefined

/** Marks of what stands change only with what stands. */
async function marksBefore(tx: Tx, key: string, memory: Memory, onAsked: (questions: number) => void): Promise<Papers> {
  if (last?.key !== key) last = { key, marks: await examine(tx, memory, onAsked) }
  return last.marks
}

/** Adds to what is known; every process knows it at its next search. @throws Refusal as tryOut */
export async function publishKnowledge(
  tx: Tx,
  { reason, ...proposal }: Publishing,
  actor: Actor,
  now: Now,
): Promise<{ no: number }> {
  const { itemName, words } = await checked(tx, proposal, now)
  return { no: await store.addKnowledge(tx, { kind: proposal.kind, itemName, words, undoes: null, reason, ...byOf(actor, now) }) }
}

/** Takes something back; that it was there and why it went stays. @throws Refusal(UnknownKnowledge | AlreadyUndone) */
export async function undoKnowledge(tx: Tx, no: number, reason: string, actor: Actor, now: Now): Promise<{ no: number }> {
  await store.lockKnowledge(tx)
  const known = await store.findKnowledge(tx, no)
  if (known === undefined) throw new Refusal(UnknownKnowledge, {})
  if (known.isUndone) throw new Refusal(AlreadyUndone, {})
  return {
    no: await store.addKnowledge(tx, { kind: 'undo', itemName: null, words: [], undoes: no, reason, ...byOf(actor, now) }),
  }
}

function byOf(actor: Actor, now: Now) {
  const grant = actor.grants.find((one) => one.power === power)
  return { by: actor.id, authority: grant?.authority ?? '', at: now.at }
}

async function checked(tx: Tx, { kind, item, words }: Proposal, now: Now): Promise<Kept> {
  const { lexicon } = shippedKnowledge()
  const distinct = [...new Map(words.map((word) => [lexicon.plain(word), word.trim()])).entries()].filter(
    ([plain]) => plain !== '',
  )
  if (distinct.length < (kind === 'synonym' ? 2 : 1)) throw new Refusal(TooFewWords, {})
  const said = distinct.map(([, word]) => word)
  if (said.some((word) => masked(word) !== word.normalize('NFKC'))) throw new Refusal(PersonalWords, {})
  if (kind !== 'saying') return { kind, itemName: null, words: said }
  const found = item === null ? undefined : await findListed(tx, item, now.at)
  if (found === undefined) throw new Refusal(UnknownItemToKnow, {})
  return { kind, itemName: found.name, words: said }
}

async function answered(tx: Tx, q: string, area: string | undefined, now: Now, among?: Memory): Promise<Answered> {
  const { answer, items } = await findItems(tx, { q, ...placeOf(area), limit: shown }, now.at, undefined, among)
  return { answer, items: items.map(({ code, name }) => ({ code, name })) }
}

function placeOf(area: string | undefined) {
  return area === undefined ? {} : { area }
}

function wholeCode(area: string | undefined): string {
  return area === undefined ? '' : (chainOfCodes(area)[0] ?? '')
}

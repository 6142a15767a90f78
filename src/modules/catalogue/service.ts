import { Compile } from 'typebox/compile'
import type { Tx } from '../../kernel/db/index.ts'
import type { By } from '../../kernel/http/index.ts'
import { newId } from '../../kernel/ids.ts'
import { defineStream, record, recordEach } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import {
  type Answers,
  type Demand,
  type Guide,
  ItemDefinition,
  type ItemState,
  NotInState,
  type NotReadyItem,
  PromiseExceedsLaw,
  TooEarly,
  UnknownItem,
  Unsound,
  type VersionHead,
} from './contract.ts'
import { list, listedNotReady, listState } from './listing.ts'
import { answerProblems, demandable, digestOf, faultsOf, lacksOf, limitPairs, promiseExceedsLaw } from './rules.ts'
import * as store from './store.ts'
import { lockList } from './topics.ts'
import { itemOf, type VersionInForce, versionByNo, versionInForce } from './versions.ts'

export const itemStream = defineStream({ name: 'item', table: 'item_event' })

/** A new version to publish. */
export type Publication = {
  readonly code: string
  readonly definition: ItemDefinition
  /** When it comes into force: not before now, nor before the version it follows. */
  readonly effectiveAt: Date
  /** Where it comes from: file and line, or the act. */
  readonly source: string
  /** Who approved it, or the paper that says so. */
  readonly approval: string
}

/**
 * Publishes a version of an item, the first or a further one. The same content as the newest version makes no new one.
 *
 * @returns the version's number, and whether it is a new one
 * @throws Refusal(PromiseExceedsLaw) Refusal(Unsound) Refusal(TooEarly)
 * @source 优化营商环境条例 35, 36
 */
export async function publish(tx: Tx, publication: Publication, by: By, now: Now): Promise<{ no: number; isNew: boolean }> {
  check(publication, now)
  const { code, definition } = publication
  await lockList(tx)
  const [existing] = await store.lockItems(tx, [code])
  const item = existing ?? (await newItem(tx, code, now))
  const digest = digestOf(definition)
  if (item.digest?.equals(digest)) return { no: item.no, isNew: false }
  if (item.effectiveAt !== null && publication.effectiveAt < item.effectiveAt) throw tooEarly(item.effectiveAt)
  await publishAll(tx, [{ ...publication, item, digest }], by, now)
  return { no: item.no + 1, isNew: true }
}

/** A version whose content has passed `check`, of an item that is locked. */
export type Checked = Publication & { readonly item: store.Item; readonly digest: Buffer }

/** Writes versions of locked items: row, event and place in the list. */
export async function publishAll(tx: Tx, all: readonly Checked[], by: By, now: Now): Promise<void> {
  const versions = all.map(({ item, definition, digest, effectiveAt, source, approval }) => ({
    versionId: newId(now.at),
    itemId: item.itemId,
    no: item.no + 1,
    effectiveAt,
    definition,
    digest,
    source,
    author: by.actor,
    approval,
    code: item.code,
    state: item.state,
  }))
  await store.insertVersions(tx, versions)
  await list(tx, versions, now.at)
  const events = versions.map(({ itemId, versionId, no, digest, effectiveAt, source }) => ({
    ...event(by, now),
    streamId: itemId,
    kind: 'published',
    body: { versionId, no, digest: digest.toString('hex'), effectiveAt: effectiveAt.toISOString(), source },
  }))
  await recordEach(tx, itemStream, events)
}

/**
 * What is wrong with a publication before anything is read: shape, contradictions, limits, time.
 *
 * @throws Refusal(Unsound) Refusal(PromiseExceedsLaw) Refusal(TooEarly)
 */
export function check({ definition, effectiveAt }: Pick<Publication, 'definition' | 'effectiveAt'>, now: Now): void {
  const shape = definitions.Check(definition) ? [] : ['事项内容不符合格式']
  const faults = shape.length > 0 ? shape : faultsOf(definition)
  if (faults.length > 0) throw new Refusal(Unsound, { faults })
  for (const { legalLimit, promisedLimit } of limitPairs(definition)) {
    if (legalLimit !== null && promisedLimit !== null && promiseExceedsLaw(legalLimit, promisedLimit))
      throw new Refusal(PromiseExceedsLaw, { legal: legalLimit, promised: promisedLimit })
  }
  if (effectiveAt < now.at) throw tooEarly(now.at)
}

/** Suspends an item 暂停实施: no new cases, those on their way go on. `ground` is the clause or paper that says so. @throws Refusal(UnknownItem) Refusal(NotInState) */
export async function suspend(tx: Tx, code: string, ground: string, by: By, now: Now): Promise<void> {
  await move(tx, code, { from: ['active'], to: 'suspended', kind: 'suspended' }, ground, by, now)
}

/** Lets a suspended item go on 恢复实施. @throws Refusal(UnknownItem) Refusal(NotInState) */
export async function resume(tx: Tx, code: string, ground: string, by: By, now: Now): Promise<void> {
  await move(tx, code, { from: ['suspended'], to: 'active', kind: 'resumed' }, ground, by, now)
}

/** Withdraws an item 取消, for good. @throws Refusal(UnknownItem) Refusal(NotInState) */
export async function withdraw(tx: Tx, code: string, ground: string, by: By, now: Now): Promise<void> {
  await move(tx, code, { from: ['active', 'suspended'], to: 'withdrawn', kind: 'withdrawn' }, ground, by, now)
}

/**
 * The guide of an item: the version in force, or the one with a number.
 *
 * @throws Refusal(UnknownItem) Refusal(UnknownVersion)
 */
export async function guideOf(tx: Tx, code: string, no: number | undefined, now: Now): Promise<Guide> {
  const version = no === undefined ? await versionInForce(tx, code, now.at) : await versionByNo(tx, code, no)
  const { itemId, state, definition } = version
  return { code, itemId, state, version: headOf(version), lacks: lacksOf(definition), definition }
}

/**
 * What an item asks for with these answers to its situations: the checklist of guide, form and window.
 *
 * @throws Refusal(UnknownItem)
 * @source 行政许可法 30
 */
export async function demandOf(tx: Tx, code: string, answers: Answers, now: Now): Promise<Demand> {
  const { versionId, definition } = await versionInForce(tx, code, now.at)
  const { situations, form, materials, legalLimit, promisedLimit } = demandable(definition, answers)
  const problems = answerProblems(definition, answers)
  return { code, versionId, situations, fields: form.fields, materials, legalLimit, promisedLimit, problems }
}

/** Items in force that nobody can apply for yet, by code, with what each lacks: for those who have to complete them. */
export async function notReady(
  tx: Tx,
  { organisation = null, after = '', limit }: { organisation?: string | null; after?: string; limit: number },
  now: Now,
): Promise<NotReadyItem[]> {
  const rows = await listedNotReady(tx, organisation, after, now.at, limit)
  return rows.map(({ code, definition }) => {
    const { name, organ } = definition
    return { code, name, department: organ.name, lacks: lacksOf(definition) }
  })
}

/** The published versions of an item, newest first: which limits were promised when. @throws Refusal(UnknownItem) */
export async function historyOf(tx: Tx, code: string): Promise<VersionHead[]> {
  const { itemId } = await itemOf(tx, code)
  const heads = await store.versionHeads(tx, itemId, mostVersions)
  return heads.map((head) => ({ ...head, effectiveAt: head.effectiveAt.toISOString(), digest: head.digest.toString('hex') }))
}

export const mostVersions = 500

const definitions = Compile(ItemDefinition)

async function move(
  tx: Tx,
  code: string,
  step: { from: readonly ItemState[]; to: ItemState; kind: string },
  ground: string,
  by: By,
  now: Now,
): Promise<void> {
  const [item] = await store.lockItems(tx, [code])
  if (item === undefined) throw new Refusal(UnknownItem, { code })
  if (!step.from.includes(item.state)) throw new Refusal(NotInState, { state: item.state })
  await store.setState(tx, item.itemId, step.to)
  await listState(tx, item.itemId, step.to)
  await record(tx, itemStream, { ...event(by, now), streamId: item.itemId, kind: step.kind, ground, body: {} })
}

async function newItem(tx: Tx, code: string, now: Now): Promise<store.Item> {
  await store.insertItems(tx, [{ itemId: newId(now.at), code }])
  const [item] = await store.lockItems(tx, [code]) // ours, or the one that somebody else added meanwhile
  if (item === undefined) throw new Error(`item ${code} was not added`)
  return item
}

function headOf({ versionId, no, effectiveAt, digest, source, author, approval, definition }: VersionInForce): VersionHead {
  const { legalLimit, promisedLimit } = definition
  const facts = { versionId, no, source, author, approval, legalLimit, promisedLimit }
  return { ...facts, effectiveAt: effectiveAt.toISOString(), digest: digest.toString('hex') }
}

function event(by: By, now: Now) {
  return { v: 1, by, ground: null, effectiveOn: now.today, at: now.at }
}

function tooEarly(earliest: Date): Refusal {
  return new Refusal(TooEarly, { earliestAt: earliest.toISOString() })
}

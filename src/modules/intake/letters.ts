import type { Tx } from '../../kernel/db/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { type Addressed, type IssuedDocument, legalTimers, remediesOf, type TimerStart, writeLetter } from '../casework/index.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { type Calendar, type Due, due } from '../clock/index.ts'
import { type GivenMaterial, problemNames, type Shortfall, type TurnAway } from './contract.ts'
import type { KeepOriginals } from './desk/contract.ts'
import type { ToldRenewal } from './renewal/service.ts'
import { acceptanceTimers, receiptTimers } from './rules.ts'

/** Where something was received: by whom, and at which place; null: nowhere in particular. */
export type ReceivedAt = { readonly by: string; readonly place: string | null }

/** 收件凭证: what was handed in as it came, where and when, and by when it will be answered. */
export async function receiptLetter(
  tx: Tx,
  to: Addressed,
  materials: readonly GivenMaterial[],
  at: ReceivedAt,
  now: Now,
  calendar: Calendar,
): Promise<IssuedDocument> {
  const [timer] = receiptTimers(to.item.ruleSet, now.today)
  const content = {
    receivedAt: now.at.toISOString(),
    receivedBy: at.by,
    place: at.place,
    materials: receiptLines(to.item, materials),
    answerBy: timer === undefined ? null : dueOf(timer, calendar).dueOn,
  }
  return writeLetter<'D02' | 'S02'>(tx, to, ['D02', 'S02'], () => content, now)
}

/**
 * 补正告知书: everything that is wrong, at once. Neither the law nor any item's list sets a last day for it: the letter says so.
 *
 * @source 行政许可法 32(四)
 */
export async function correctionLetter(
  tx: Tx,
  to: Addressed,
  receivedOn: Day,
  shortfalls: readonly Shortfall[],
  now: Now,
): Promise<IssuedDocument> {
  const content = {
    receivedOn,
    shortfalls: shortfalls.map(({ material, problem }) => ({
      material: materialName(to.item, material),
      problem: problemNames[problem],
      remedy: '请提交符合办事指南要求的该项材料',
    })),
    correctBy: null,
    ways: '在线补充提交，或者到受理窗口提交',
    lateConsequence: '法律、法规和本事项的办事指南没有规定补正的最后日期；补正以前，受理和办理的期限不起算。',
  }
  return writeLetter<'D03' | 'S03'>(tx, to, ['D03', 'S03'], () => content, now)
}

/** 受理通知书: from when the authority's time runs, and until when. @source 行政许可法 32(五)、32 末款 */
export async function acceptanceLetter(
  tx: Tx,
  to: Addressed,
  receivedOn: Day,
  renewal: ToldRenewal | null,
  now: Now,
  calendar: Calendar,
): Promise<IssuedDocument> {
  const timers = acceptanceTimers(to.item, now.today).map((start) => ({ ...start, ...dueOf(start, calendar) }))
  const legal = timers.find((timer) => legalTimers.includes(timer.code))
  const promise = timers.find((timer) => timer.code === 'PROMISE')
  const content = {
    receivedOn,
    acceptedOn: now.today,
    isDeemed: false,
    limit:
      legal === undefined || legal.dueOn === null
        ? null
        : { text: limitText(legal.limit), dueOn: legal.dueOn, clause: legal.basis },
    promisedOn: promise?.dueOn ?? null,
    isProvisional: timers.some((timer) => timer.provisional),
    ...(renewal === null ? {} : { renewal }),
  }
  return writeLetter<'D04' | 'S04'>(tx, to, ['D04', 'S04'], () => content, now)
}

/** 不予受理决定书: why, where to turn instead, and the remedies. @source 行政许可法 32(一)(二), 72 */
export async function turnedAwayLetter(tx: Tx, to: Addressed, receivedOn: Day, why: TurnAway, now: Now): Promise<IssuedDocument> {
  const ground = why.ground === 'not_required' ? ('notRequired' as const) : ('notCompetent' as const)
  return writeLetter<'D05' | 'S05'>(
    tx,
    to,
    ['D05', 'S05'],
    (organisation) => ({
      receivedOn,
      ground,
      reason: why.reason,
      basis: [],
      competent: why.competentOrgan,
      remedies: remediesOf(organisation),
    }),
    now,
  )
}

/** 终止办理通知书 after a withdrawal. */
export async function withdrawnLetter(tx: Tx, to: Addressed, receivedOn: Day, now: Now): Promise<IssuedDocument> {
  const content = {
    receivedOn,
    cause: 'withdrawn' as const,
    reason: null,
    basis: [],
    returned: '纸质材料退还申请人，电子材料不再使用',
    remedies: null,
  }
  return writeLetter<'D31'>(tx, to, ['D31', 'D31'], () => content, now)
}

/** 原件保管单: which originals a window keeps, for what, until when. */
export async function custodyLetter(
  tx: Tx,
  to: Addressed,
  given: KeepOriginals,
  place: string,
  now: Now,
): Promise<IssuedDocument> {
  const { handedInBy, purpose, returnBy } = given
  const content = {
    keptAt: now.at.toISOString(),
    keptBy: '受理窗口',
    handedInBy,
    place,
    purpose,
    originals: given.originals.map(({ code, copies, serial }) => ({
      name: materialName(to.item, code),
      serial,
      copies,
      note: null,
    })),
    returnBy,
  }
  return writeLetter<'D34'>(tx, to, ['D34', 'D34'], () => content, now)
}

const mostCopies = 99

/** A line for each material in each form in which it came, compared with the original or not; of several files or bundles the sum. */
function receiptLines(item: ItemDefinition, materials: readonly GivenMaterial[]) {
  const lines = new Map<string, { form: NonNullable<GivenMaterial['form']>; copies: number; name: string; isCompared: boolean }>()
  for (const { code, form = 'electronic', copies = 1, isCompared = false } of materials) {
    const key = `${code}/${form}/${isCompared}`
    const before = lines.get(key)?.copies ?? 0
    lines.set(key, { name: materialName(item, code), form, isCompared, copies: Math.min(before + copies, mostCopies) })
  }
  return [...lines.values()].map((line) => ({ ...line, pages: null }))
}

function dueOf(start: TimerStart, calendar: Calendar): Due {
  if (start.until !== undefined) return { dueOn: start.until, provisional: false }
  return due({ startedOn: start.from, limit: start.limit.days, unit: start.limit.unit }, calendar)
}

function materialName(item: ItemDefinition, code: string): string {
  return (item.materials.find((material) => material.code === code)?.name ?? code).slice(0, 300)
}

const unitNames = { workday: '个工作日', day: '日', month: '个月' } as const

function limitText(limit: TimerStart['limit']): string {
  return `${limit.days}${unitNames[limit.unit]}`
}

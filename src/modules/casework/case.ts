import type { TSchema } from 'typebox'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { EventRow } from '../../kernel/log/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import type { Organisation } from '../region/index.ts'
import type { StateName, Timer, TimerOrigin, TimerStop } from './contract.ts'

/** Where a case stands: nothing but the fold over its events. */
export type CaseState = {
  readonly caseId: string
  readonly number: string
  readonly itemCode: string
  readonly versionId: string
  readonly ruleSet: string
  readonly organisation: string
  readonly applicantId: string
  readonly channel: string
  readonly place: string | null
  readonly state: StateName
  readonly receivedOn: Day
  readonly acceptedOn: Day | null
  readonly isDeemedAccepted: boolean
  readonly decidedOn: Day | null
  /** Steps of the item's plan done since acceptance, or since the case was sent back; absent: none was written down. */
  readonly steps?: readonly StepDone[]
  readonly timers: Readonly<Record<string, Timer>>
  /** What stands in the vault: for each path the event that committed to it last. */
  readonly facts: Readonly<Record<string, number>>
  readonly documents: readonly IssuedDocument[]
  /** A void or correction proposed and not yet confirmed by a second person. */
  readonly proposal: {
    readonly seq: number
    readonly kind: 'void' | 'correct'
    readonly by: string
    readonly receivedOn: Day | null
    readonly paths: readonly string[]
  } | null
  /** What each module folds of its own kinds. */
  readonly slices: Readonly<Record<string, JsonObject>>
}

/** A step of the item's plan that somebody did 环节; one that takes several people stands here several times. */
export type StepDone = { readonly code: string; readonly by: string; readonly on: Day }

/** A document that an act made: its number, and the commitment to what stands in it. */
export type IssuedDocument = {
  readonly documentId: string
  readonly kind: string
  readonly number: string
  readonly digest: string
}

/** Who writes a letter and to whom. The name is opened only when a letter is written. */
export type Letterhead = { readonly organisation: Organisation | null; readonly applicantName: () => string }

/** A clock as an event says it. The first events did not say what it ran from, nor that it can be extended and stopped. */
export type TimerWritten = Omit<Timer, NewInTimer> & Partial<Pick<Timer, NewInTimer>>
type NewInTimer = 'origin' | 'extension' | 'suspensions'

/** The part of every body that casework itself reads and writes. */
export type GenericBody = JsonObject & {
  readonly timers?: readonly TimerWritten[]
  readonly facts?: Readonly<Record<string, string>>
  readonly document?: IssuedDocument
}

/** What the opening event says of a new case. */
export type Opening = {
  readonly number: string
  readonly itemCode: string
  readonly versionId: string
  readonly ruleSet: string
  readonly organisation: string
  readonly applicantId: string
}

/** An act as the law knows it: from where to where, by whom, on which ground. What is not in the table cannot happen. */
export type Act = {
  /** Also the kind of its event. */
  readonly code: string
  readonly name: string
  /** The states it starts from; empty for the act that opens a case. */
  readonly from: readonly StateName[]
  /** The state it leads to; null when the state stays. */
  readonly to: StateName | null
  /** 'applicant' (own person or agent), 'system' (time and machines), or the power it takes in the case's organisation. */
  readonly who: 'applicant' | 'system' | (string & {})
  /** Of an act of the applicant: the power with which a counter does it for them, being named as the doer. */
  readonly counter?: string
  /** The kinds of item it exists for; absent: all. */
  readonly ruleSets?: readonly string[]
  /** Shape of what the act itself says; timers, facts and documents are added by casework. */
  readonly body: TSchema
  /** Why it may not happen now although state and right fit; null when it may. */
  readonly may?: (state: CaseState, actorId: string, now: Now, item: ItemDefinition) => Refusal | null
  /** Whether the case's item has a use for it: asked for the buttons alone, since the act itself says why it refuses. */
  readonly isOffered?: (state: CaseState, item: ItemDefinition) => boolean
  /** What its event says in a sentence, where its name alone does not tell a reader; null: nothing more. */
  readonly words?: (body: JsonObject) => string | null
  /** The module's own part of the fold. */
  readonly fold?: (state: CaseState, event: EventRow) => CaseState
  /** The clause, by kind of item: only permits stand on the licensing law. */
  readonly source: (ruleSet: string) => string | null
}

/** What a passed limit does: the act of time, and what it changes. Pure but for what the case's item version says. */
export type TimeRule = {
  readonly timer: string
  readonly act: (tx: Tx, state: CaseState, timer: Timer) => Promise<{ readonly code: string; readonly change: Change }>
  /** Of a clock that runs or not by the day of receipt: how it runs when that day is corrected; null: not at all. */
  readonly onReceipt?: (state: CaseState, receivedOn: Day) => TimerStart | null
}

/** A clock that an act starts. Casework adds the date. */
export type TimerStart = {
  readonly code: string
  readonly origin: TimerOrigin
  readonly from: Day
  readonly limit: Timer['limit']
  /** The last day, where it is named and not counted. */
  readonly until?: Day
  readonly basis: string | null
  /** What it already has when it starts: a clock that runs anew keeps it. */
  readonly extension?: number
  readonly suspensions?: readonly TimerStop[]
}

/** A procedure that begins to hold clocks up: after the day of the act. */
export type Stop = { readonly timers: readonly string[]; readonly plannedTo: Day; readonly reason: string }

/** What an act brings with it. */
export type Change = {
  readonly body?: JsonObject
  /** What a person said or handed in: it goes to the vault, the event only commits to it. */
  readonly facts?: Readonly<Record<string, Json>>
  readonly start?: readonly TimerStart[]
  /** Codes of timers that end with this act, in time or not. */
  readonly end?: readonly string[]
  /** The day on which they ended, where it was not that of the act. */
  readonly endedOn?: Day
  /** Holds clocks up from the day of the act on, until an act resumes what this one's event stopped. */
  readonly stop?: Stop
  /** The event whose stop ends with the day of this act. */
  readonly resume?: number
  /** Adds to a clock, in the unit of its limit. */
  readonly extend?: { readonly timer: string; readonly days: number }
  readonly document?: GenericBody['document']
  /** The day it counts from; the day of the act when left out. */
  readonly on?: Day
  /** The clause, where it depends on more than the kind of item; the act's own when left out. */
  readonly ground?: string | null
}

export type Acts = ReadonlyMap<string, Act>

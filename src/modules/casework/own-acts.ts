import { Type } from 'typebox'
import type { EventRow } from '../../kernel/log/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { act } from './acts.ts'
import type { Act, CaseState } from './case.ts'
import { DayText, NothingProposed, SecondPerson, type StateName, stateNames, type Timer, UndoReason } from './contract.ts'
import { mostCauses } from './redate/rules.ts'
import { isAcceptedOnReceipt } from './rules.ts'

const closed = { additionalProperties: false }
const allStates = Object.keys(stateNames) as StateName[]
const notVoided = allStates.filter((state) => state !== 'voided')
const Reason = Type.String({ minLength: 2, maxLength: 40, pattern: '^[a-z_]+$' })

/** Acts that belong to no single step: undoing, erasing, and what a passed limit leaves behind. */
export const ownActs: readonly Act[] = [
  act({
    code: 'overdue',
    name: '超期记录',
    from: allStates,
    to: null,
    who: 'system',
    body: Type.Object({ timer: Type.String({ maxLength: 60 }), dueOn: DayText }, closed),
    fold: (state, event) => passed(state, String(event.body.timer)),
  }),
  act({
    code: 'redated',
    name: '期限随日历调整',
    from: allStates,
    to: null,
    who: 'system',
    source: { permit: '行政许可法 82' },
    body: Type.Object(
      {
        /** What was announced since the dates were written; empty when it was not a notice that moved them. */
        notices: Type.Array(
          Type.Object({ layer: Type.String({ maxLength: 80 }), seq: Type.Integer({ minimum: 1 }), knownOn: DayText }, closed),
          { maxItems: mostCauses },
        ),
        /** Last days before and after; alike where only its certainty changed. */
        moved: Type.Array(
          Type.Object(
            {
              timer: Type.String({ maxLength: 60 }),
              from: Type.Union([DayText, Type.Null()]),
              to: Type.Union([DayText, Type.Null()]),
            },
            closed,
          ),
          { minItems: 1, maxItems: 60 },
        ),
      },
      closed,
    ),
  }),
  act({
    code: 'proposeVoid',
    name: '提议作废',
    from: notVoided,
    to: null,
    who: 'casework.void_propose',
    body: Type.Object({ reason: UndoReason }, closed),
    fold: (state, event) => proposed(state, event, 'void'),
  }),
  act({
    code: 'confirmVoid',
    name: '确认作废',
    from: notVoided,
    to: 'voided',
    who: 'casework.void_confirm',
    body: Type.Object({ proposedSeq: Type.Integer({ minimum: 1 }) }, closed),
    may: (state, actorId) => bySecondPerson(state, 'void', actorId),
    fold: (state) => ({ ...state, proposal: null }),
  }),
  act({
    code: 'proposeCorrection',
    name: '提议更正',
    from: notVoided,
    to: null,
    who: 'casework.correct',
    body: Type.Object(
      {
        reason: UndoReason,
        receivedOn: Type.Union([DayText, Type.Null()]),
        paths: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 }),
      },
      closed,
    ),
    fold: (state, event) => proposed(state, event, 'correct'),
  }),
  act({
    code: 'confirmCorrection',
    name: '确认更正',
    from: notVoided,
    to: null,
    who: 'casework.correct',
    body: Type.Object({ proposedSeq: Type.Integer({ minimum: 1 }) }, closed),
    may: (state, actorId) => bySecondPerson(state, 'correct', actorId),
    fold: corrected,
  }),
  act({
    code: 'dismissProposal',
    name: '否决提议',
    from: notVoided,
    to: null,
    who: 'casework.void_confirm',
    body: Type.Object({ proposedSeq: Type.Integer({ minimum: 1 }) }, closed),
    may: (state) => (state.proposal === null ? new Refusal(NothingProposed, {}) : null),
    fold: (state) => ({ ...state, proposal: null }),
  }),
  act({
    code: 'erased',
    name: '删除个人信息',
    from: allStates,
    to: null,
    who: 'casework.erase',
    body: Type.Object(
      {
        ground: Reason,
        rows: Type.Array(Type.Object({ seq: Type.Integer(), path: Type.String({ maxLength: 120 }) }, closed), {
          maxItems: 2_000,
        }),
        documents: Type.Array(Type.String({ maxLength: 36 }), { maxItems: 500 }),
      },
      closed,
    ),
    source: () => '个人信息保护法 47',
    fold: (state, event) => {
      const rows = event.body.rows as readonly { seq: number; path: string }[]
      const gone = new Set(rows.map((row) => `${row.seq}/${row.path}`))
      return {
        ...state,
        facts: Object.fromEntries(Object.entries(state.facts).filter(([path, seq]) => !gone.has(`${seq}/${path}`))),
      }
    },
  }),
]

/** Marks a timer as passed, so that it is recorded once. */
export function passed(state: CaseState, code: string): CaseState {
  const timer: Timer | undefined = state.timers[code]
  return timer === undefined ? state : { ...state, timers: { ...state.timers, [code]: { ...timer, hasPassed: true } } }
}

/** A corrected value stands in the vault under this prefix until a second person confirms it. */
export const correctionPrefix = 'correction/'

function proposed(state: CaseState, event: EventRow, kind: 'void' | 'correct'): CaseState {
  const { receivedOn = null, paths = [] } = event.body as { receivedOn?: string | null; paths?: readonly string[] }
  return { ...state, proposal: { seq: event.seq, kind, by: event.actor, receivedOn, paths } }
}

function bySecondPerson(state: CaseState, kind: 'void' | 'correct', actorId: string): Refusal | null {
  if (state.proposal?.kind !== kind) return new Refusal(NothingProposed, {})
  return state.proposal.by === actorId ? new Refusal(SecondPerson, {}) : null
}

/** From confirmation on, a corrected path is what the proposing event committed to. */
function corrected(state: CaseState): CaseState {
  const { proposal } = state
  if (proposal === null) return state
  const facts = Object.fromEntries(
    proposal.paths.flatMap((path) => {
      const seq = state.facts[correctionPrefix + path]
      return seq === undefined ? [] : [[path, seq]]
    }),
  )
  const receivedOn = proposal.receivedOn ?? state.receivedOn
  const acceptedOn = isAcceptedOnReceipt(state) ? receivedOn : state.acceptedOn
  return { ...state, facts: { ...state.facts, ...facts }, receivedOn, acceptedOn, proposal: null }
}

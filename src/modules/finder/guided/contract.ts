import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { Answers, Audience, DivisionCode, FoundItem } from '../../catalogue/contract.ts'

const closed = { additionalProperties: false } as const

/** Names an entry, and each answer below it, for ever: addresses hold it. */
export const EntryCode = Type.String({ pattern: '^[a-z]{2,20}$', maxLength: 20 })

/** The answers given so far, their codes joined by dots: 'zheng.self'. */
export const Path = Type.String({ pattern: '^[a-z]{2,20}(\\.[a-z]{2,20}){0,2}$', maxLength: 62 })

/** Where finding begins: a life event 人生大事, or something in the life of an enterprise 企业全周期, as people say it. */
export const Entry = Type.Object(
  {
    code: EntryCode,
    audience: Audience,
    name: Type.String({ maxLength: 50 }),
    about: Type.String({ maxLength: 100 }),
  },
  closed,
)
export type Entry = Static<typeof Entry>

export const Entries = Type.Object({ entries: Type.Array(Entry, { maxItems: 200 }) }, closed)

const Choice = Type.Object({ code: EntryCode, label: Type.String({ maxLength: 50 }) }, closed)

/** An item that answers lead to: why, where that helps, and what they already say of its situation. */
const Led = Type.Object(
  { item: FoundItem, why: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]), known: Answers },
  closed,
)
export type Led = Static<typeof Led>

/** Where somebody stands: what they have answered, and either the next question or, with `question` null, the items. */
export const Step = Type.Object(
  {
    entry: Entry,
    /** Question and answer, in order; `path` leads back to just before the question: null is the first. */
    answered: Type.Array(
      Type.Object({ question: Type.String({ maxLength: 100 }), answer: Choice, path: Type.Union([Path, Type.Null()]) }, closed),
      { maxItems: 3 },
    ),
    question: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    /** Only those that lead to an item here, each with the path that choosing it leads to. */
    choices: Type.Array(Type.Object({ ...Choice.properties, path: Path }, closed), { maxItems: 20 }),
    items: Type.Array(Led, { maxItems: 100 }),
  },
  closed,
)
export type Step = Static<typeof Step>

/** Where, in digits of a division; absent: everywhere. */
export const EntriesAsked = Type.Object({ area: Type.Optional(DivisionCode) }, closed)
export const ByEntry = Type.Object({ entry: EntryCode }, closed)
export const StepAsked = Type.Object({ path: Type.Optional(Path), area: Type.Optional(DivisionCode) }, closed)

export const UnknownEntry = refusalKind({
  code: 'finder.unknown_entry',
  status: 404,
  facts: Type.Object({ entry: EntryCode }, closed),
  message: '没有这件大事，请从“办什么大事”重新选。',
})

import { type Static, Type } from 'typebox'
import { CaseId } from '../contract.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

export const looksPage = 50

/** A look at my data: by whom, in which matter, at what. Officials are named by office, not by name. @source 个人信息保护法 44, 45 */
export const Look = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Type.String({ maxLength: 24 }),
    /** Whether an office of the state, somebody who acts for me, or the machine room. */
    by: Type.Enum(['office', 'agent', 'console']),
    organName: orNull(Type.String({ maxLength: 200 })),
    roleName: orNull(Type.String({ maxLength: 100 })),
    /** Of an agent, as others may see it. */
    name: orNull(Type.String({ maxLength: 200 })),
    purpose: Type.String({ maxLength: 64 }),
    fields: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 }),
    /** Null: about no case. */
    about: orNull(
      Type.Object({ caseId: CaseId, number: Type.String({ maxLength: 50 }), itemName: Type.String({ maxLength: 500 }) }, closed),
    ),
  },
  closed,
)
export type Look = Static<typeof Look>

export const LooksAsked = Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })) }, closed)

/** `next`: where the page after this one begins; null: this is the last. */
export const Looks = Type.Object(
  { looks: Type.Array(Look, { maxItems: looksPage }), next: orNull(Type.Integer({ minimum: 1 })) },
  closed,
)
export type Looks = Static<typeof Looks>

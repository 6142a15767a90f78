import { type Static, Type } from 'typebox'
import { CaseId, DayText } from '../contract.ts'

const closed = { additionalProperties: false }

/** The most cases that a preview looks at one by one, and of which it names some. */
export const mostLooked = 20_000
export const mostNamed = 100

/** What an entry in the calendar would do to open cases, if it were made. */
export const RedatePreview = Type.Object(
  {
    /** From the first to the last day that would count differently; null when none would. */
    span: Type.Union([Type.Object({ from: DayText, to: DayText }, closed), Type.Null()]),
    /** Open cases whose clocks run over those days. */
    reached: Type.Integer(),
    /** How many of them were looked at: all, unless they are very many. */
    looked: Type.Integer(),
    /** How many of those get another date, or become certain. */
    moved: Type.Integer(),
    /** Those by item and by organisation, the most first. */
    byItem: Type.Array(Type.Object({ itemCode: Type.String({ maxLength: 64 }), cases: Type.Integer() }, closed), {
      maxItems: mostNamed,
    }),
    byOrganisation: Type.Array(Type.Object({ organisation: Type.String({ maxLength: 18 }), cases: Type.Integer() }, closed), {
      maxItems: mostNamed,
    }),
    /** Some of them, with their dates as they stand and as they would be. */
    sample: Type.Array(
      Type.Object(
        {
          caseId: CaseId,
          number: Type.String({ maxLength: 50 }),
          itemCode: Type.String({ maxLength: 64 }),
          organisation: Type.String({ maxLength: 18 }),
          timer: Type.String({ maxLength: 60 }),
          from: Type.Union([DayText, Type.Null()]),
          to: Type.Union([DayText, Type.Null()]),
        },
        closed,
      ),
      { maxItems: mostNamed },
    ),
  },
  closed,
)
export type RedatePreview = Static<typeof RedatePreview>

const itemName = Type.String({ maxLength: 500 })
const organisationName = Type.String({ maxLength: 200 })
const { byItem, byOrganisation, sample } = RedatePreview.properties

/** The same, with what items, organisations and clocks are called: as it crosses the wire. */
export const NamedPreview = Type.Object(
  {
    ...RedatePreview.properties,
    byItem: Type.Array(Type.Object({ ...byItem.items.properties, itemName }, closed), { maxItems: mostNamed }),
    byOrganisation: Type.Array(Type.Object({ ...byOrganisation.items.properties, organisationName }, closed), {
      maxItems: mostNamed,
    }),
    sample: Type.Array(
      Type.Object({ ...sample.items.properties, itemName, organisationName, timerName: Type.String({ maxLength: 60 }) }, closed),
      { maxItems: mostNamed },
    ),
  },
  closed,
)
export type NamedPreview = Static<typeof NamedPreview>

import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { uuidPattern } from '../../../kernel/uuid.ts'
import { DayText, ListedCase } from '../../casework/contract.ts'
import { FormField, Material } from '../../catalogue/contract.ts'
import { MaterialForm, Trust } from '../../document/contract.ts'
import { Shortfall } from '../contract.ts'
import { RenewalView } from '../renewal/contract.ts'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const MaterialCode = Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })
const Cases = Type.Array(ListedCase, { maxItems: 100 })
const Words = (minLength: number, maxLength: number) => Type.String({ minLength, maxLength })

/** What waits at the windows of an organisation: to be answered, supplied and to be answered again, with the applicant, to be handed out. */
export const Trays = Type.Object({ waiting: Cases, supplied: Cases, correcting: Cases, ready: Cases }, closed)
export type Trays = Static<typeof Trays>

/** Originals that a window keeps, as their slip says. `seq` is the event that began it. */
const KeptOriginals = Type.Object(
  {
    seq: Type.Integer(),
    materials: Type.Array(MaterialCode, { maxItems: 200 }),
    keptOn: DayText,
    returnedOn: Type.Union([DayText, Type.Null()]),
  },
  closed,
)
export type KeptOriginals = Static<typeof KeptOriginals>

/** The item's list as it applies to a case, and what came in for each line. Nothing else may be asked for. @source 行政许可法 31, 32 */
export const Checklist = Type.Object(
  {
    itemName: Type.String({ maxLength: 500 }),
    department: Type.String({ maxLength: 200 }),
    /** 即办件. */
    isImmediate: Type.Boolean(),
    resultName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    /** As others may see it; null: erased. */
    applicantName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    fields: Type.Array(FormField, { maxItems: 300 }),
    lines: Type.Array(
      Type.Object(
        {
          material: Material,
          given: Type.Array(
            Type.Object(
              {
                form: MaterialForm,
                copies: Type.Integer(),
                trust: Trust,
                fileId: Type.Union([Id, Type.Null()]),
                isCompared: Type.Boolean(),
              },
              closed,
            ),
            { maxItems: 200 },
          ),
        },
        closed,
      ),
      { maxItems: 200 },
    ),
    /** Required lines for which nothing came in. */
    missing: Type.Array(Shortfall, { maxItems: 200 }),
    /** What the one notice asked for and has not come in. */
    asked: Type.Array(Shortfall, { maxItems: 200 }),
    kept: Type.Array(KeptOriginals, { maxItems: 100 }),
    /** Null: the item is no renewal. */
    renewal: Type.Union([RenewalView, Type.Null()]),
  },
  closed,
)
export type Checklist = Static<typeof Checklist>

/** Originals taken into custody, lines of the item's list alone. */
export const KeepOriginals = Type.Object(
  {
    originals: Type.Array(
      Type.Object(
        {
          code: MaterialCode,
          copies: Type.Integer({ minimum: 1, maximum: 99 }),
          serial: Type.Union([Words(1, 100), Type.Null()]),
        },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
    handedInBy: Words(1, 100),
    purpose: Words(2, 200),
    returnBy: Type.Union([DayText, Type.Null()]),
  },
  closed,
)
export type KeepOriginals = Static<typeof KeepOriginals>

/** Originals given back to whoever shows the slip. */
export const ReturnOriginals = Type.Object(
  { keptSeq: Type.Integer({ minimum: 1, maximum: 1_000_000 }), receivedBy: Words(1, 100) },
  closed,
)
export type ReturnOriginals = Static<typeof ReturnOriginals>

export const NothingKept = refusalKind({
  code: 'intake.nothing_kept',
  status: 409,
  facts: Type.Object({}, closed),
  message: '没有正在保管的这份原件，可能已经退还，请刷新后查看。',
})

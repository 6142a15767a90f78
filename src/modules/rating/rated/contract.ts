import { type Static, Type } from 'typebox'
import { uuidPattern } from '../../../kernel/uuid.ts'

const closed = { additionalProperties: false }

export const RatingId = Type.String({ pattern: uuidPattern, maxLength: 36, description: '评价邀请标识' })
export const Organisation = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })

/** The five grades, 5 the best, as the national exchange counts. */
export const levelNames = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' } as const
export type LevelCode = keyof typeof levelNames
export const levels: readonly LevelCode[] = [5, 4, 3, 2, 1]
export const Level = Type.Union([Type.Literal(5), Type.Literal(4), Type.Literal(3), Type.Literal(2), Type.Literal(1)])

/** Whether a mark is a bad one 差评. */
export function isBad(level: number): boolean {
  return level <= 2
}

/** What is rated: a whole matter 一事一评, or one visit 一次一评. */
export const ratedNames = { case: '办这件事', visit: '到现场办事' } as const
export const Rated = Type.Enum(Object.keys(ratedNames) as (keyof typeof ratedNames)[])

export const Scale = Type.Object(
  {
    version: Type.String({ maxLength: 20 }),
    levels: Type.Array(
      Type.Object(
        {
          level: Level,
          name: Type.String({ maxLength: 20 }),
          /** Labels that belong to this level; `isFirst` are shown before one asks for more. */
          labels: Type.Array(
            Type.Object(
              { code: Type.String({ maxLength: 10 }), text: Type.String({ maxLength: 50 }), isFirst: Type.Boolean() },
              closed,
            ),
            { maxItems: 40 },
          ),
        },
        closed,
      ),
      { maxItems: 5 },
    ),
  },
  closed,
)
export type Scale = Static<typeof Scale>

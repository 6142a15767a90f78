import { type Static, Type } from 'typebox'

/** How a result reached the applicant 送达. */
export const methodNames = { direct: '直接送达', post: '邮寄送达', online: '电子送达' } as const
export const HandOver = Type.Object(
  {
    method: Type.Enum(Object.keys(methodNames) as (keyof typeof methodNames)[]),
    receivedBy: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { additionalProperties: false },
)
export type HandOver = Static<typeof HandOver>

/** What was made 制证: its name and, where it has one, the number it bears. */
export const Issue = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    number: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type Issue = Static<typeof Issue>

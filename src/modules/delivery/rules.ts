import { Type } from 'typebox'
import { type Act, act } from '../casework/index.ts'
import { methodNames } from './contract.ts'

const closed = { additionalProperties: false }

/** The acts after the decision: the result is made, then served 颁发、送达. */
export const acts: readonly Act[] = [
  act({
    code: 'issue',
    name: '制证',
    from: ['granted'],
    to: 'issued',
    who: 'delivery.issue',
    source: { permit: '行政许可法 39' },
    body: Type.Object({}, closed),
  }),
  act({
    code: 'handOver',
    name: '送达',
    from: ['issued'],
    to: 'delivered',
    who: 'delivery.hand_over',
    source: { permit: '行政许可法 44' },
    body: Type.Object({ method: Type.Enum(Object.keys(methodNames)) }, closed),
  }),
]

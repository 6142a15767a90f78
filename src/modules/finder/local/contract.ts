import { Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'

/** Each fault a clause with its figures. */
export const ModelNotGoodEnough = refusalKind({
  code: 'finder.model_not_good_enough',
  status: 422,
  facts: Type.Object({ faults: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 20 }) }, { additionalProperties: false }),
  message: ({ faults }) => `本地模型没有通过考试，没有打开：${faults.join('；')}。`,
})

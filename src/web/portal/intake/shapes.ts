import { Type } from 'typebox'
import { CaseId } from '../../../modules/casework/contract.ts'

export const DraftParams = Type.Object({ id: CaseId })

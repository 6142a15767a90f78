import {
  ByNo,
  Gaps,
  GapsAsked,
  History,
  Published,
  Publishing,
  Running,
  Tried,
  Trying,
  Undoing,
} from '../../modules/finder/knowing/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listGaps = endpoint({ method: 'GET', path: '/desk/finder/gaps', query: GapsAsked, reply: Gaps })
export const listKnowledge = endpoint({ method: 'GET', path: '/desk/finder/knowledge', reply: History })
export const tryKnowledge = endpoint({ method: 'POST', path: '/finder/knowledge/try', body: Trying, reply: Tried })
export const readTrial = endpoint({ method: 'GET', path: '/desk/finder/trial', reply: Running })
export const publishKnowledge = endpoint({ method: 'POST', path: '/finder/knowledge', body: Publishing, reply: Published })
export const undoKnowledge = endpoint({
  method: 'POST',
  path: '/finder/knowledge/:no/undo',
  params: ByNo,
  body: Undoing,
  reply: Published,
})

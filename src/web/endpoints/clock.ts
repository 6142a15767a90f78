import { ListedLimits } from '../../modules/clock/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listLimits = endpoint({ method: 'GET', path: '/limits', reply: ListedLimits })

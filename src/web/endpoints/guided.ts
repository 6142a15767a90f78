import { ByEntry, Entries, EntriesAsked, Step, StepAsked } from '../../modules/finder/guided/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listEntries = endpoint({ method: 'GET', path: '/guided', query: EntriesAsked, reply: Entries })
export const readStep = endpoint({
  method: 'GET',
  path: '/guided/:entry',
  params: ByEntry,
  query: StepAsked,
  reply: Step,
})

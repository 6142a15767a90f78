import { listMyPosts } from '../endpoints/staff.ts'
import { useAsk } from './use-ask.ts'

/** Which day it is where the platform stands, 'YYYY-MM-DD'; null until it has said so. The clock of this computer is not asked. */
export function useToday(): string | null {
  return useAsk(listMyPosts, {}).data?.today ?? null
}

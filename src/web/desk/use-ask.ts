import { useQuery } from '@tanstack/react-query'
import type { Brings, Endpoint, Refused } from '../endpoint.ts'
import { call, NoAnswer, RefusedAnswer } from './client.ts'

/** What a route says, as far as it has: exactly one of `data`, `refused` and `failure` once it is no longer waiting. */
export type Asked<R> = {
  readonly data: R | undefined
  readonly refused: Refused | null
  readonly failure: NoAnswer | null
  readonly isWaiting: boolean
  again(): void
}

/** Asks a route, and again after every act, so that one's own lists show what one did; once more by itself when told to come back. */
export function useAsk<P, Q, B, R>(
  endpoint: Endpoint<P, Q, B, R>,
  brings: Brings<P, Q, B>,
  options: { isOff?: boolean; everyMs?: number } = {},
): Asked<R> {
  const query = useQuery<R, Error>({
    queryKey: [endpoint.path, brings],
    queryFn: () => call(endpoint, brings),
    enabled: options.isOff !== true,
    refetchInterval: options.everyMs ?? false,
    retry: (count, error) => count === 0 && error instanceof RefusedAnswer && error.refused.status === 429,
    retryDelay: 1_000,
  })
  const error = query.error
  if (error instanceof RefusedAnswer && error.refused.status === 401) signInAgain()
  return {
    data: query.data,
    refused: error instanceof RefusedAnswer ? error.refused : null,
    failure: error === null || error instanceof RefusedAnswer ? null : error instanceof NoAnswer ? error : new NoAnswer(null),
    isWaiting: query.isLoading,
    again: () => void query.refetch(),
  }
}

/** The session is over: to the sign-in, and back to this page. */
function signInAgain(): void {
  location.assign(`/desk/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
}

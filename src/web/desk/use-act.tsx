import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { Static, TSchema } from 'typebox'
import { type Brings, type Endpoint, factsOf, type Refused } from '../endpoint.ts'
import { call, NoAnswer, newKey, RefusedAnswer } from './client.ts'
import { NoAnswerNote, RefusedNote } from './parts/notes.tsx'

/** An act at hand: run it, and say in place what came of it. */
export type Act<P, Q, B> = {
  readonly run: (brings: Brings<P, Q, B>) => Promise<void>
  readonly isBusy: boolean
  readonly refusal: Refused | null
  /** What to show for a refusal of this kind; null for every other. */
  readonly refused: <F extends TSchema>(
    kind: { readonly code: string; readonly facts: F },
    show: (facts: Static<F>) => ReactNode,
  ) => ReactNode
  /** The refusal in its own words, unless its kind is shown otherwise; or that there was no answer, with a way to try again. */
  readonly note: (exceptKinds?: readonly { readonly code: string }[]) => ReactNode
  /** Forgets what was said. */
  readonly clear: () => void
}

/**
 * Prepares an act. While one runs a second press does nothing; after no answer, trying again sends the same key, so that nothing is
 * done twice. Whatever was asked before is asked anew once it is done, unless it is the last act on this page (`isLast`).
 */
export function useAct<P, Q, B, R>(
  endpoint: Endpoint<P, Q, B, R>,
  options: { onDone?: (reply: R) => void; isLast?: boolean } = {},
): Act<P, Q, B> {
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refused | null>(null)
  const [failure, setFailure] = useState<NoAnswer | null>(null)
  const open = useRef<{ brings: Brings<P, Q, B>; key: string } | null>(null)

  const send = async (brings: Brings<P, Q, B>, key: string) => {
    open.current = { brings, key }
    setBusy(true)
    setFailure(null)
    setRefusal(null)
    try {
      const reply = await call(endpoint, brings, key)
      open.current = null
      if (options.isLast !== true) await queries.invalidateQueries()
      options.onDone?.(reply)
    } catch (error) {
      if (error instanceof RefusedAnswer) {
        open.current = null
        setRefusal(error.refused)
      } else setFailure(error instanceof NoAnswer ? error : new NoAnswer(null))
    } finally {
      setBusy(false)
    }
  }
  const again = () => open.current !== null && void send(open.current.brings, open.current.key)
  return {
    run: async (brings) => {
      if (isBusy) return
      const isSame = open.current !== null && JSON.stringify(open.current.brings) === JSON.stringify(brings)
      await send(brings, isSame && open.current !== null ? open.current.key : newKey())
    },
    isBusy,
    refusal,
    refused: (kind, show) => {
      const facts = factsOf(refusal, kind)
      return facts === null ? null : show(facts)
    },
    note: (exceptKinds = []) => {
      if (failure !== null) return <NoAnswerNote failure={failure} again={again} />
      const isShown = refusal !== null && !exceptKinds.some(({ code }) => code === refusal.code)
      return isShown ? <RefusedNote refused={refusal} /> : null
    },
    clear: () => {
      open.current = null
      setRefusal(null)
      setFailure(null)
    },
  }
}

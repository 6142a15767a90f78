import { useEffect, useRef, useState } from 'react'
import { DraftConflict, type DraftValue, type DraftView, type Saving } from '../../../modules/intake/drafts/contract.ts'
import { factsOf, type Refused } from '../../endpoint.ts'
import { readDraft, saveAnswer } from '../../endpoints/intake.ts'
import { call, NoAnswer, newKey, RefusedAnswer } from '../client.ts'
import { type Asked, useAsk } from '../use-ask.ts'

/** Somebody saved another value meanwhile: both are shown, one is chosen. */
export type Conflict = { readonly yours: DraftValue; readonly theirs: DraftValue; readonly rev: number }

/** A draft at hand: what stands in each place, saved as one goes. */
export type DraftAtHand = {
  readonly asked: Asked<DraftView>
  readonly valueOf: (path: string) => DraftValue
  readonly set: (path: string, value: DraftValue) => void
  readonly save: () => Promise<boolean>
  readonly choose: (path: string, value: DraftValue) => void
  readonly conflictAt: (path: string) => Conflict | null
  readonly refusalAt: (path: string) => Refused | null
  readonly saving: 'saved' | 'busy' | 'typing' | 'lost'
  readonly savedAt: string | null
}

/** Saves what was typed after 0.8 s of rest, on leaving a field by `save`, and again by itself when the line was down. */
export function useDraft(draftId: string): DraftAtHand {
  const asked = useAsk(readDraft, { params: { id: draftId } })
  const [typed, setTyped] = useState<ReadonlyMap<string, DraftValue>>(new Map())
  const [conflicts, setConflicts] = useState<ReadonlyMap<string, Conflict>>(new Map())
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Refused>>(new Map())
  const [saving, setSaving] = useState<DraftAtHand['saving']>('saved')
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const latest = useRef(typed)
  latest.current = typed
  /** What was saved from here, until the draft that was asked again shows it. */
  const saved = useRef(new Map<string, { rev: number; value: DraftValue }>())
  const stands = new Map((asked.data?.answers ?? []).map((answer) => [answer.path, answer]))
  /** What was refused or contradicted waits for another value, or for a choice. */
  const held = useRef(new Set<string>())
  const under = useRef<Promise<boolean>>(Promise.resolve(true))

  const standing = (path: string): { rev: number; value: DraftValue } => {
    const seen = stands.get(path) ?? { rev: 0, value: null }
    const own = saved.current.get(path)
    return own !== undefined && own.rev >= seen.rev ? own : seen
  }
  const saveOne = async (path: string, value: DraftValue): Promise<void> => {
    const { rev } = standing(path)
    const body: Saving = { path, value, rev }
    try {
      const reply = await call(saveAnswer, { params: { id: draftId }, body }, newKey())
      saved.current.set(path, { rev: reply.rev, value })
      setRefusals((before) => without(before, path))
      setConflicts((before) => without(before, path))
    } catch (error) {
      if (!(error instanceof RefusedAnswer)) throw error
      held.current.add(path)
      const facts = factsOf(error.refused, DraftConflict)
      if (facts !== null) {
        saved.current.set(path, { rev: facts.rev, value: facts.theirs })
        setConflicts((before) => new Map(before).set(path, { yours: value, theirs: facts.theirs, rev: facts.rev }))
      } else setRefusals((before) => new Map(before).set(path, error.refused))
      throw error
    }
  }
  const saveAll = async (): Promise<boolean> => {
    const waiting = [...latest.current].filter(([path]) => !held.current.has(path))
    let isWhole = waiting.length === latest.current.size
    if (waiting.length === 0) return isWhole
    setSaving('busy')
    for (const [path, value] of waiting) {
      try {
        await saveOne(path, value)
        setTyped((before) => (before.get(path) === value ? without(before, path) : before))
        latest.current = latest.current.get(path) === value ? without(latest.current, path) : latest.current
      } catch (error) {
        isWhole = false
        if (error instanceof NoAnswer) {
          setSaving('lost')
          return false
        }
      }
    }
    setSaving(isWhole ? 'saved' : 'typing')
    if (isWhole) setSavedAt(clock.format(new Date()))
    asked.again()
    return isWhole
  }
  const save = (): Promise<boolean> => {
    if (latest.current.size === 0) return under.current
    under.current = under.current.then(saveAll, saveAll)
    return under.current
  }
  const keep = useRef(save)
  keep.current = save
  useEffect(() => {
    if (saving === 'busy' || [...typed.keys()].every((path) => held.current.has(path))) return
    const timer = setTimeout(() => void keep.current(), saving === 'lost' ? 5_000 : 800)
    return () => clearTimeout(timer)
  }, [typed, saving])
  const set = (path: string, value: DraftValue) => {
    latest.current = new Map(latest.current).set(path, value)
    setTyped(latest.current)
    const conflict = conflicts.get(path)
    if (conflict === undefined) held.current.delete(path)
    else setConflicts((before) => new Map(before).set(path, { ...conflict, yours: value }))
    setSaving((before) => (before === 'lost' ? before : 'typing'))
    if (typeof value !== 'string') void save()
  }
  return {
    asked,
    valueOf: (path) => (typed.has(path) ? (typed.get(path) ?? null) : standing(path).value),
    set,
    save,
    choose: (path, value) => {
      held.current.delete(path)
      setConflicts((before) => without(before, path))
      latest.current = new Map(latest.current).set(path, value)
      setTyped(latest.current)
      void save()
    },
    conflictAt: (path) => conflicts.get(path) ?? null,
    refusalAt: (path) => refusals.get(path) ?? null,
    saving,
    savedAt,
  }
}

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

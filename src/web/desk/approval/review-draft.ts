/** What somebody judged and wrote on a task and has not handed in: by code of the condition, and the opinion as typed. */
export type ReviewDraft = { readonly found: Readonly<Record<string, boolean>>; readonly opinion: string | null }

/** Whose draft, of which case, on which of its tasks: after the next act it is another task. */
export type Task = { readonly account: string; readonly caseId: string; readonly state: string; readonly acts: number }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** The draft of a task, or null. Drafts of other tasks of the same case are over and go. */
export function findDraft(store: Store, task: Task): ReviewDraft | null {
  const own = keyOf(task)
  const keys = Array.from({ length: store.length }, (_, n) => store.key(n) ?? '')
  for (const key of keys) if (key.startsWith(prefixOf(task)) && key !== own) store.removeItem(key)
  try {
    const { found, opinion } = JSON.parse(store.getItem(own) ?? 'null') as ReviewDraft
    const judged = Object.entries(found).filter(([, isMet]) => typeof isMet === 'boolean')
    return { found: Object.fromEntries(judged), opinion: typeof opinion === 'string' ? opinion : null }
  } catch {
    return null // none, or not ours
  }
}

/** Keeps a draft for as long as the tab is open; null forgets it. A browser that keeps nothing loses it on reload, nothing else. */
export function keepDraft(store: Store, task: Task, draft: ReviewDraft | null): void {
  try {
    if (draft === null) store.removeItem(keyOf(task))
    else store.setItem(keyOf(task), JSON.stringify(draft))
  } catch {}
}

function prefixOf({ account, caseId }: Task): string {
  return `review/${account}/${caseId}/`
}

function keyOf(task: Task): string {
  return `${prefixOf(task)}${task.state}/${task.acts}`
}

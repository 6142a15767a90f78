import { expect, test } from 'vitest'
import { findDraft, keepDraft, type Task } from './review-draft.ts'

const task: Task = { account: 'a', caseId: 'c', state: 'accepted', acts: 0 }
const draft = { found: { C1: true, C2: false }, opinion: '轴荷超限' }

function storage() {
  const held = new Map<string, string>()
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
    key: (n: number) => [...held.keys()][n] ?? null,
    get length() {
      return held.size
    },
  }
}

test('a draft comes back for the same task of the same person, and for no other', () => {
  const store = storage()
  keepDraft(store, task, draft)
  expect(findDraft(store, task)).toEqual(draft)
  expect(findDraft(store, { ...task, account: 'b' })).toBeNull()
  expect(findDraft(store, { ...task, caseId: 'd' })).toBeNull()
  expect(findDraft(store, task)).toEqual(draft)
})

test('the next task of the case begins without it, and it is gone', () => {
  const store = storage()
  keepDraft(store, task, draft)
  expect(findDraft(store, { ...task, acts: 2 })).toBeNull()
  expect(store.held.size).toBe(0)
})

test('one is forgotten when told so, and what is not a draft is none', () => {
  const store = storage()
  keepDraft(store, task, draft)
  keepDraft(store, task, null)
  expect(findDraft(store, task)).toBeNull()
  for (const text of ['{', '1', '{"found":null}', '[]']) {
    store.setItem('review/a/c/accepted/0', text)
    expect(findDraft(store, task)).toBeNull()
  }
  store.setItem('review/a/c/accepted/0', '{"found":{"C1":"yes","C2":true},"opinion":7}')
  expect(findDraft(store, task)).toEqual({ found: { C2: true }, opinion: null })
})

import type { CaseView, StateName, TimerView } from '../../../modules/casework/contract.ts'

/** One of the nine words 九词 a citizen sees, and how it looks. */
export type Word = { readonly word: string; readonly look: '' | 'you' | 'run' | 'hold' | 'met' | 'no' }

const words: Readonly<Record<StateName, Word>> = {
  submitted: { word: '待受理', look: 'run' },
  correcting: { word: '待您补正', look: 'you' },
  turnedAway: { word: '未通过', look: 'no' },
  accepted: { word: '办理中', look: 'run' },
  reviewed: { word: '办理中', look: 'run' },
  granted: { word: '办理中', look: 'run' },
  refused: { word: '未通过', look: 'no' },
  declined: { word: '未通过', look: 'no' },
  issued: { word: '已办结·待领取', look: 'met' },
  delivered: { word: '已送达', look: 'met' },
  withdrawn: { word: '已撤回·已终止', look: '' },
  voided: { word: '已撤回·已终止', look: '' },
}

/** The word for a case in this state with these clocks: one that stands still is 暂停计时, whatever step it is in. */
export function wordOf(state: CaseView['state'], clocks: readonly TimerView[]): Word {
  const found = words[state]
  const isHeld = found.word === '办理中' && clocks.some(({ status }) => status === 'suspended')
  return isHeld ? { word: '暂停计时', look: 'hold' } : found
}

import type { TimeRule } from '../casework/index.ts'
import { timerRules } from '../clock/index.ts'
import { itemOf, renewalIn, renewalTimer } from '../intake/index.ts'
import { decisionTimers, grantTimers } from './rules/limits.ts'

/**
 * What time does here. A renewal asked for in time and not decided when the licence ran out is granted as of that day 视为准予延续; all that
 * follows a grant follows it. No letter comes of it, as of no act of time: nothing that a letter lacks may keep the law from working.
 *
 * @source 行政许可法 50
 */
export const timeRules: readonly TimeRule[] = [
  {
    timer: timerRules.RENEW_DECIDE.code,
    act: async (tx, state, timer) => {
      const expiredOn = timer.dueOn ?? ''
      return {
        code: 'deemRenew',
        change: {
          body: { expiredOn },
          on: expiredOn,
          end: decisionTimers(state),
          endedOn: expiredOn,
          start: grantTimers(await itemOf(tx, state), expiredOn),
        },
      }
    },
    onReceipt: (state, receivedOn) =>
      ['accepted', 'reviewed'].includes(state.state) ? renewalTimer(state, renewalIn(state), receivedOn) : null,
  },
]

/**
 * Says sentences with the seconds that passed since the one before: what a start spends its time on, step by step.
 *
 * @param say where a sentence goes; it comes without its full stop
 */
export function stopwatch(say: (sentence: string) => void): (sentence: string) => void {
  let beforeMs = performance.now()
  return (sentence) => {
    const nowMs = performance.now()
    say(`${sentence}，用时 ${((nowMs - beforeMs) / 1000).toFixed(1)} 秒。`)
    beforeMs = nowMs
  }
}

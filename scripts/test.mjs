// Runs the tests; arguments are those of vitest. The last line is `N passed, N failed`, with `, N skipped` when some were.
import { parseCLI, startVitest } from 'vitest/node'

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const count = { passed: 0, failed: 0, skipped: 0 }
try {
  const vitest = await startVitest('test', filter, { ...options, watch: false })
  await vitest.close()
  for (const module of vitest.state.getTestModules()) tally(module)
  count.failed += vitest.state.getUnhandledErrors().length
  if (count.failed === 0 && process.exitCode) count.failed = 1 // what had to stand before the tests did not
} catch (error) {
  console.error(error)
  count.failed += 1
}
const { passed, failed, skipped } = count
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

/** A file or group that broke outside of its tests counts as one failure: its tests never ran. */
function tally(module) {
  const groups = [module, ...module.children.allSuites()]
  count.failed += groups.filter((group) => group.errors().length > 0).length
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    count[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
  }
}

// The tests that the rules of the clock stand against as mutants, in one file: a mutant starts one worker and loads everything once.
import '../src/modules/clock/timers.test.ts'
import '../src/modules/clock/rules/query.test.ts'
import '../src/modules/clock/rules/day.test.ts'
import '../src/modules/clock/rules/warning.test.ts'
import '../src/modules/clock/rules/silence.test.ts'
import '../src/modules/clock/rules/calendar.test.ts'
import '../src/modules/clock/rules/period.test.ts'
import '../src/modules/clock/rules/hours.test.ts'

import { type Database, transaction } from '../../kernel/db/index.ts'
import { follow, sequence } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { findCase } from '../../modules/casework/index.ts'
import { demoLogins } from '../../modules/identity/index.ts'
import { inviter, scale, unanswered } from '../../modules/rating/index.ts'
import { type City, moment, type Who } from './city.ts'
import type { Dice } from './dice.ts'
import { clockOf, dayAfter, type World } from './life.ts'

/** Somebody invited who will rate: whom they are, and of what. */
type Invited = {
  readonly id: string
  readonly who: Who
  readonly organisation: string
  readonly onDay: string
  readonly dice: Dice
}

const mostInvited = 100_000

/**
 * The lives of ratings: who was served is invited as on any day, and one in five answers – most are content, a few are not. Of each case and
 * visit the same chance decides, in whatever order they are read.
 */
export async function ratingLives(database: Database, world: World, dice: Dice, now: Now): Promise<AsyncGenerator<Now, void>[]> {
  while ((await transaction(database, (tx) => sequence(tx))) > 0);
  const parked: string[] = []
  while ((await follow(database, inviter, now, ({ failure }) => void parked.push(failure))) > 0);
  if (parked.length > 0) throw new Error(`invitations failed: ${parked[0]}`)
  const whoIs = whoByPerson(world.city)
  const invited = await transaction(database, async (tx) => {
    const found: Invited[] = []
    for (const { id, kind, case_id, applicant_id, organisation, on_day } of await unanswered(tx, mostInvited)) {
      const number = (await findCase(tx, case_id))?.number
      const who = whoIs.get(applicant_id)
      const own = dice.of(`${number} ${kind} ${on_day}`)
      if (who !== undefined && own.happens(0.2)) found.push({ id, who, organisation, onDay: on_day, dice: own })
    }
    return found
  })
  return invited.map((one) => ratingOf(world, one))
}

/** The life of one rating: given some days later, and if it is a bad one, what the office makes of it. */
async function* ratingOf(world: World, { id, who, organisation, onDay, dice }: Invited): AsyncGenerator<Now, void> {
  const { city } = world
  const time = clockOf(world.isWorkingDay, dice)
  let day = dayAfter(onDay)
  for (let left = dice.between(0, 4); left > 0; left--) day = dayAfter(day)
  let now = time.anyHour(day)
  const wait = (until: Now) => {
    now = until
    return until
  }
  yield now
  const level = levelOf(dice.fraction())
  const labels = scale.levels.find((one) => one.level === level)?.labels.filter(() => dice.happens(0.2)) ?? []
  const words = dice.happens(level <= 2 ? 0.7 : 0.15) ? dice.pick(level <= 2 ? complaints : praises) : null
  const body = { level, labels: labels.map(({ code }) => code), words }
  const { order } = await city.call<{ order: string | null }>('POST /ratings/:id', { token: who, params: { id }, body, now })
  const desk = city.desks.get(organisation)
  if (order === null || desk === undefined || dice.happens(0.15)) return // good, or the office lets it lie

  const act = (path: string, token: Who, given: object) =>
    city.call(`POST /rating-orders/:id/${path}`, { token, params: { id }, body: given, now })
  yield wait(time.later(now, dice.between(0, 1)))
  const seen = await city.call<{ allowedActs: string[] }>('GET /desk/rating-orders/:id', {
    token: desk.leader,
    params: { id },
    now,
  })
  const handler = seen.allowedActs.includes('verify') ? desk.leader : 'service-office' // who decided the case does not judge what is said of it
  await act('verify', handler, { finding: dice.happens(0.7) ? 'founded' : 'partly', words: '已电话联系，逐项核对了办理记录。' })
  yield wait(time.later(now, dice.between(1, 2)))
  await act('rectify', handler, { measure: dice.happens(0.7) ? 'fixed' : 'explained', words: dice.pick(measures) })
  yield wait(time.later(now, dice.between(0, 1)))
  await act('feed-back', handler, { way: 'phone', words: '情况已经核实并改正，向您致歉，欢迎继续监督。' })
  if (dice.happens(0.25)) return // no answer
  yield wait(moment(dayAfter(now.today), dice.between(8 * 60, 21 * 60)))
  const isSolved = dice.happens(0.8)
  await city.call('POST /ratings/:id/answer', { token: who, params: { id }, body: { isSolved, words: null }, now })
  if (!isSolved) return
  yield wait(time.later(now, 1))
  await act('close', demoLogins.supervisor.login.value, { words: '已复核，评价人确认解决。' })
}

function levelOf(throwOf: number): number {
  return throwOf < 0.62 ? 5 : throwOf < 0.84 ? 4 : throwOf < 0.92 ? 3 : throwOf < 0.98 ? 2 : 1
}

/** Who calls for a person: themselves, or who represents the enterprise. */
function whoByPerson({ citizens, enterprises }: City): Map<string, Who> {
  const own = citizens.map(({ personId, who }): [string, Who] => [personId, who])
  return new Map([...own, ...enterprises.map(({ personId, by }): [string, Who] => [personId, by.who])])
}

const praises = ['讲得清楚，一次就办好了。', '网上就能办，省了跑路。', '工作人员很耐心。']
const complaints = ['等了一上午，没有人说还要多久。', '问了三个窗口，说法不一样。', '说好的日子没有办好，也没有人联系。']
const measures = [
  '增开一个窗口，叫号屏显示预计等候时间。',
  '统一了各窗口的告知口径，重新培训。',
  '补办完毕，并向申请人说明了经过。',
]

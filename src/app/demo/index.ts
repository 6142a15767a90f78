import { transaction } from '../../kernel/db/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { calendarFor } from '../../modules/clock/index.ts'
import { keepFile } from '../../modules/document/index.ts'
import { buildCity, moment, type Organ, type Stage } from './city.ts'
import { type Dice, diceOf } from './dice.ts'
import { type CityItem, dayAfter, lifeOf, type World } from './life.ts'
import type { Plan } from './plan.ts'
import { ratingLives } from './ratings.ts'
import { sampler } from './samples.ts'

/** What came of it. `refusals`: what a made-up person tried in vain, by code. */
export type Filled = { readonly cases: number; readonly acts: number; readonly refusals: ReadonlyMap<string, number> }

/**
 * Fills an empty database with a made-up city: its people, and some months of cases in every state, all through the routes and under a
 * time that is made up as well. Acts follow each other in the order of that time, one by one, so that the same seed gives the same city.
 *
 * @param items what the city handles; their organs get a desk each
 * @param now   where the made-up time ends
 * @param say   told how far it is, in a sentence without its full stop
 * @throws Refusal(AlreadyFounded | NotEmpty)
 */
export async function fillDemo(
  stage: Omit<Stage, 'sampleOf'>,
  items: readonly CityItem[],
  plan: Plan,
  now: Now,
  say: (sentence: string) => void,
): Promise<Filled> {
  const { database, blobs } = stage
  const sampleOf = sampler()
  const dice = diceOf(plan.seed)
  const firstDay = moment(now.today, -plan.days * 1_440).today
  const city = await buildCity(
    { ...stage, sampleOf },
    organsOf(items),
    plan,
    dice.of('city'),
    plan.seed,
    moment(firstDay, 8 * 60),
  )
  say(
    `演示城市已建成：工作人员 ${city.clerks.length + 4 * city.desks.size} 人、市民 ${city.citizens.length} 人、企业 ${city.enterprises.length} 家`,
  )

  const calendar = await transaction(database, (tx) => calendarFor(tx))
  const world: World = {
    city,
    isWorkingDay: calendar.isWorkingDay,
    upload: async (material, by, at) => {
      const file = { name: `${material.slice(0, 60)}.pdf`, uploadedBy: city.accountOf(by), caseId: null }
      return (await transaction(database, (tx) => keepFile(tx, blobs, sampleOf(material), file, at))).fileId
    },
  }
  const lives = startsOf(plan, firstDay, now.today, dice.of('starts')).map((day, i) =>
    lifeOf(world, dice.of(`item ${i}`).pick(items), day, dice.of(`case ${i}`)),
  )
  const filled = await live(lives, now, say)
  const rated = await live(await ratingLives(database, world, dice.of('ratings'), now), now, () => {})
  say('办结以后，有人作了评价；差评的生成了整改单')
  return { cases: filled.cases, acts: filled.acts + rated.acts, refusals: sumOf(filled.refusals, rated.refusals) }
}

function sumOf(one: Filled['refusals'], other: Filled['refusals']): Filled['refusals'] {
  const codes = new Set([...one.keys(), ...other.keys()])
  return new Map([...codes].map((code) => [code, (one.get(code) ?? 0) + (other.get(code) ?? 0)]))
}

/** Lets all lives pass, act by act in the order of their time, until now. */
async function live(lives: readonly AsyncGenerator<Now, void>[], until: Now, say: (sentence: string) => void): Promise<Filled> {
  const waiting: { at: Now; life: AsyncGenerator<Now, void> }[] = [] // the next one last
  const refusals = new Map<string, number>()
  let acts = 0
  const resume = async (life: AsyncGenerator<Now, void>) => {
    try {
      const { value, done } = await life.next()
      if (done || value.at > until.at) return
      const place = waiting.findLastIndex((other) => other.at.at > value.at)
      waiting.splice(place + 1, 0, { at: value, life })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.set(error.kind.code, (refusals.get(error.kind.code) ?? 0) + 1)
    }
  }
  for (const life of lives) await resume(life)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    await resume(next.life)
    acts += 1
    if (acts % 2_000 === 0) say(`已办 ${acts} 步，到 ${next.at.today}`)
  }
  return { cases: lives.length, acts, refusals }
}

/** The days on which cases begin: every day some, working days more. */
function startsOf({ cases }: Plan, from: Day, until: Day, dice: Dice): Day[] {
  const days: Day[] = []
  for (let day = from; day < until; day = dayAfter(day)) days.push(day)
  return Array.from({ length: cases }, () => dice.pick(days)).sort()
}

/** The organs of the items, each once. */
function organsOf(items: readonly CityItem[]): Organ[] {
  const organs = new Map<string, Organ>()
  for (const { definition } of items) {
    const { uscc, name } = definition.organ
    if (uscc !== null && !organs.has(uscc)) organs.set(uscc, { uscc, name, shortName: shortNameOf(uscc, name) })
  }
  return [...organs.values()]
}

/** 机关简称 for the numbers of letters, made of a name: '广东省交通运输厅' becomes '粤交', '区公安分局' of 广安 '广安公'. */
function shortNameOf(uscc: string, name: string): string {
  const place = uscc.startsWith('51', 2) ? '广安' : '粤'
  return place + name.replace(/^(广东省|四川省)?(广安市)?(广安)?区?/, '').slice(0, 1)
}

import type { Day, Now } from '../../kernel/now.ts'
import { type Answers, demandable, type FormField, type ItemDefinition, type Material } from '../../modules/catalogue/index.ts'
import { type Citizen, type City, type Desk, moment, type Who } from './city.ts'
import type { Dice } from './dice.ts'

/** An item that the city handles. */
export type CityItem = { readonly code: string; readonly definition: ItemDefinition }

/** What a life needs of the world around it. */
export type World = {
  readonly city: City
  readonly isWorkingDay: (day: Day) => boolean
  /** Uploads a sample of a material. @returns the file's id */
  readonly upload: (material: string, by: Who, now: Now) => Promise<string>
}

/** How a case will go, as far as chance decides it beforehand. */
type Fate = 'granted' | 'refused' | 'turnedAway' | 'withdrawn' | 'unanswered'

/** A case as its life goes on: everything that its acts need. */
type Life = {
  readonly world: World
  readonly item: CityItem
  readonly desk: Desk
  readonly dice: Dice
  readonly time: Clock
  readonly fate: Fate
  readonly clerk: Who
  readonly citizen: Citizen
  now: Now
  caseId: string
  /** For a renewal, until when the licence in hand runs: what the clerk states when accepting. */
  renewed: { readonly expiresOn?: Day }
}

/**
 * The life of one case: yields the moment of each next act and does it when resumed. Every act goes through its route, by whoever may do
 * it; what the law then makes of it is not decided here.
 */
export async function* lifeOf(world: World, item: CityItem, firstDay: Day, dice: Dice): AsyncGenerator<Now, void> {
  const { city } = world
  const desk = city.desks.get(item.definition.organ.uscc ?? '')
  if (desk === undefined) throw new Error(`no desk handles ${item.code}`)
  const time = clockOf(world.isWorkingDay, dice)
  const isAtWindow = dice.happens(0.4)
  const now = isAtWindow ? time.office(time.workdayFrom(firstDay)) : time.anyHour(firstDay)
  const fate = fateOf(item.definition, dice)
  const applicant = applicantOf(city, item.definition, dice)
  const { citizen } = applicant
  const life: Life = { world, item, desk, dice, time, fate, clerk: dice.pick(city.clerks), citizen, now, caseId: '', renewed: {} }

  yield now
  const left = await submitted(life, applicant, isAtWindow ? life.clerk : citizen.who)
  const isAccepted = fate === 'unanswered' ? forgotten(life) : answered(life, left, isAtWindow)
  if (!(yield* isAccepted)) return
  yield wait(life, reviewedAt(life))
  const reviewers = reviewersOf(life)
  for (const [nth, reviewer] of reviewers.entries()) {
    if (nth > 0) yield wait(life, time.later(life.now, dice.between(0, 1)))
    await act(life, 'review', reviewer, opinionOf(life, nth === reviewers.length - 1))
  }
  yield wait(life, time.later(life.now, dice.between(0, 1)))
  const decider = reviewers.includes(desk.chief) ? desk.leader : desk.chief
  if (fate === 'refused') return void (await act(life, 'refuse', decider, refusalOf(life)))
  await act(life, 'grant', decider, { decision: `经审查，符合“${item.definition.name.slice(0, 80)}”的条件，予以办理。` })
  yield wait(life, time.later(life.now, dice.between(0, 2)))
  await act(life, 'issue', desk.chief, { name: '办理结果', number: null })
  if (dice.happens(0.12)) return // not fetched yet
  yield wait(life, time.later(life.now, dice.between(1, 6)))
  await act(life, 'hand-over', life.clerk, { method: dice.happens(0.7) ? 'direct' : 'post', receivedBy: citizen.name })
}

/** Hands the application in. @returns the material that was forgotten, or null */
async function submitted(life: Life, applicant: Applicant, who: Who): Promise<Material | null> {
  const { world, item, dice, now } = life
  const { answers, form, demanded } = fill(item.definition, applicant.name, dice)
  const required = demanded.materials.filter((material) => material.required)
  const left = required.length > 1 && dice.happens(0.14) ? dice.pick(required) : null
  const materials: { code: string; fileId: string }[] = []
  for (const material of required) {
    if (material !== left) materials.push({ code: material.code, fileId: await world.upload(material.name, who, now) })
  }
  const answered = Object.keys(answers).length === 0 ? {} : { answers }
  const { renewal } = item.definition
  if (renewal !== undefined) life.renewed = { expiresOn: form[renewal.expiryField] ?? '' }
  const body = { itemCode: item.code, applicantId: applicant.personId, ...answered, form, materials }
  life.caseId = (await world.city.call<{ caseId: string }>('POST /cases', { token: who, body, now })).caseId
  return left
}

/** The window forgot it: a permit is by now accepted by law, anything else is accepted late. @returns whether it was accepted */
async function* forgotten(life: Life): AsyncGenerator<Now, boolean> {
  yield wait(life, life.time.later(life.now, life.dice.between(7, 9)))
  if (life.item.definition.ruleSet !== 'permit') await act(life, 'accept', life.clerk, {})
  return true
}

/** The window answers: turns away, asks once for what is missing, accepts. @returns whether it was accepted */
async function* answered(life: Life, left: Material | null, isAtWindow: boolean): AsyncGenerator<Now, boolean> {
  const { time, dice, fate, clerk, citizen } = life
  yield wait(life, isAtWindow ? time.minutes(life.now, dice.between(4, 30)) : time.later(life.now, dice.between(0, 2)))
  if (fate === 'turnedAway') {
    await act(life, 'turn-away', clerk, {
      ground: 'not_competent',
      reason: '申请事项发生在本机关管辖区域之外。',
      competentOrgan: '有管辖权的县级人民政府主管部门',
    })
    return false
  }
  if (left !== null) {
    await act(life, 'ask-correction', clerk, { shortfalls: [{ material: left.code, problem: 'missing' }] })
    if (dice.happens(0.15)) return false // never supplied
    yield wait(life, time.later(life.now, dice.between(1, 8)))
    const fileId = await life.world.upload(left.name, citizen.who, life.now)
    await act(life, 'supply', citizen.who, { materials: [{ code: left.code, fileId }] })
    yield wait(life, time.later(life.now, dice.between(0, 2)))
  }
  if (fate !== 'withdrawn') await act(life, 'accept', clerk, life.renewed)
  else await act(life, 'withdraw', citizen.who, {})
  return fate !== 'withdrawn'
}

function act(life: Life, path: string, token: Who, body: object): Promise<unknown> {
  return life.world.city.call(`POST /cases/:id/${path}`, { token, params: { id: life.caseId }, body, now: life.now })
}

function wait(life: Life, until: Now): Now {
  life.now = until
  return until
}

/** Mostly well within the promise; a few come late. */
function reviewedAt({ item, time, dice, now }: Life): Now {
  const limit = item.definition.promisedLimit ?? item.definition.legalLimit
  const most = Math.max(1, Math.min(15, limit?.unit === 'workday' ? limit.days - 1 : 10))
  return time.later(now, dice.happens(0.03) ? most + 4 : dice.between(0, Math.floor(most * 0.7)))
}

/** Who reviews, in the order of the plan: as many for each step as it takes, and nobody whom it keeps out. */
function reviewersOf({ item, desk, dice }: Life): Who[] {
  const did = new Map<string, Who[]>()
  for (const { code, kind, notBy, people = 1 } of item.definition.steps) {
    if (kind !== 'review') continue
    const barred = notBy.flatMap((step) => did.get(step) ?? [])
    const [first, ...others] = desk.reviewers.filter((who) => !barred.includes(who))
    const able = first === undefined ? [] : [dice.pick([first, ...others]), first, ...others]
    did.set(code, [...new Set([...able, desk.chief])].slice(0, people))
  }
  return did.size === 0 ? [dice.pick(desk.reviewers)] : [...did.values()].flat()
}

/**
 * Where the conditions are described, all are found to be met but, for who will be refused, the last. What only a visit shows is found by
 * who reviews last.
 */
function opinionOf({ fate, dice, item }: Life, isLast: boolean): object {
  const conditions = item.definition.details?.conditions ?? []
  const findings = conditions
    .filter(({ checkedBy }) => isLast || checkedBy !== 'site')
    .map(({ code }) => ({ condition: code, isMet: fate !== 'refused' || code !== conditions.at(-1)?.code }))
  const found = conditions.length === 0 ? {} : { findings }
  if (fate === 'refused' && (isLast || findings.some(({ isMet }) => !isMet)))
    return { conclusion: 'refuse', opinion: '现场情况与申请材料不一致，不符合法定条件。', ...found }
  return { conclusion: 'grant', opinion: dice.pick(opinions), ...found }
}

function refusalOf({ item }: Life): object {
  const last = item.definition.details?.conditions.at(-1)
  return last === undefined ? refusal : { unmet: [last.code], reasons: [], basis: [] }
}

const refusal = { reasons: ['申请人的经营场所与申报地址不一致，不符合受理条件。'], basis: ['中华人民共和国行政许可法 38'] }
const opinions = [
  '材料齐全，符合条件，建议准予。',
  '经核对，申请内容与证明材料一致，建议准予。',
  '符合法定条件、标准，建议准予。',
]

function fateOf({ ruleSet }: ItemDefinition, dice: Dice): Fate {
  const throwOf = dice.fraction()
  if (throwOf < 0.03) return 'turnedAway'
  if (throwOf < 0.06) return 'withdrawn'
  if (throwOf < 0.075) return 'unanswered'
  return throwOf < 0.125 && ruleSet === 'permit' ? 'refused' : 'granted'
}

type Applicant = { readonly personId: string; readonly name: string; readonly citizen: Citizen }

function applicantOf(city: City, { audiences }: ItemDefinition, dice: Dice): Applicant {
  const takesPeople = audiences.length === 0 || audiences.includes('1')
  const takesFirms = audiences.includes('2')
  if (takesFirms && (!takesPeople || dice.happens(0.6))) {
    const { personId, name, by } = dice.pick(city.enterprises)
    return { personId, name, citizen: by }
  }
  const citizen = dice.pick(city.citizens)
  return { personId: citizen.personId, name: citizen.name, citizen }
}

/** Answers to situations and form as somebody would give them. */
function fill(
  definition: ItemDefinition,
  name: string,
  dice: Dice,
): { answers: Answers; form: Record<string, string>; demanded: ItemDefinition } {
  const answers: Answers = {}
  for (const { code } of definition.situations) {
    const asked = demandable(definition, answers).situations.find((situation) => situation.code === code)
    if (asked !== undefined) answers[code] = dice.pick(asked.answers).code
  }
  const demanded = demandable(definition, answers)
  const form: Record<string, string> = {}
  for (const field of demanded.form.fields)
    if (field.required || dice.happens(0.4)) form[field.code] = answerTo(field, name, dice)
  return { answers, form, demanded }
}

function answerTo(field: FormField, name: string, dice: Dice): string {
  const answer = {
    phone: () => `0000${dice.between(2_000_000, 2_009_999)}`,
    date: () => `2027-0${dice.between(1, 9)}-1${dice.between(0, 9)}`,
    number: () => String(dice.between(1, 9)),
    choice: () => dice.pick(field.options ?? []).code,
    longText: () => '因经营和生活需要申请办理，具体情况见所附材料。',
    text: () => (/姓名|联系人|名称|申请人/.test(field.label) ? name : '见所附材料'),
  }[field.type]()
  return answer.slice(0, field.maxLength)
}

type Clock = ReturnType<typeof clockOf>

/** Moments of a made-up life: offices work on working days, people at any hour. */
export function clockOf(isWorkingDay: (day: Day) => boolean, dice: Dice) {
  const workdayFrom = (day: Day): Day => (isWorkingDay(day) ? day : workdayFrom(dayAfter(day)))
  const officeMinute = () =>
    (dice.happens(0.5) ? dice.between(9 * 60, 11 * 60 + 50) : dice.between(13 * 60, 16 * 60 + 50)) + dice.fraction()
  return {
    workdayFrom,
    office: (day: Day) => moment(day, officeMinute()),
    anyHour: (day: Day) => moment(day, dice.between(7 * 60, 23 * 60) + dice.fraction()),
    minutes: (now: Now, minutes: number) => moment(now.today, minutesOf(now) + minutes),
    /** In office hours so many working days later; on the same day never before now. */
    later: (now: Now, workdays: number): Now => {
      let day = now.today
      for (let left = workdays; left > 0; left--) day = workdayFrom(dayAfter(day))
      if (workdays > 0) return moment(day, officeMinute())
      const minute = minutesOf(now) + dice.between(10, 90)
      return minute < 17 * 60 && minute >= 9 * 60 && isWorkingDay(day)
        ? moment(day, minute)
        : moment(workdayFrom(dayAfter(day)), officeMinute())
    },
  }
}

function minutesOf(now: Now): number {
  return (now.at.getTime() - Date.parse(`${now.today}T00:00:00+08:00`)) / 60_000
}

/** The day after. */
export function dayAfter(day: Day): Day {
  return moment(day, 36 * 60).today
}

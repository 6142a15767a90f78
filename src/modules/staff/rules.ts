import type { Grant } from '../../kernel/actor.ts'
import type { Day } from '../../kernel/now.ts'

/** Everything that only a post allows. A route or an act names one of these. */
export const powers = [
  'catalogue.import',
  'catalogue.read_staff',
  'finder.keep',
  'intake.accept',
  'approval.review',
  'approval.decide',
  'approval.recuse',
  'approval.decide_at_once',
  'approval.procedure',
  'approval.extend',
  'approval.extend_government',
  'delivery.issue',
  'delivery.hand_over',
  'casework.read',
  'casework.glance',
  'casework.correct',
  'casework.void_propose',
  'casework.void_confirm',
  'casework.erase',
  'rating.read',
  'rating.handle',
  'rating.supervise',
  'supervision.read_log',
  'region.manage',
  'calendar.manage',
  'staff.manage',
  'identity.manage',
] as const
export type Power = (typeof powers)[number]

/** A role 角色: what a post allows, and whether for its own organisation or for all. */
export type Role = {
  readonly code: string
  readonly name: string
  readonly reach: 'own' | 'all'
  /** False for those who act by right of their own, not by a post. */
  readonly isPost: boolean
  readonly powers: readonly Power[]
}

/** Who only looks things up. */
const reader: readonly Power[] = ['catalogue.read_staff']

/** What takes in applications and hands out results. */
const counter: readonly Power[] = [
  ...reader,
  'intake.accept',
  'approval.decide_at_once',
  'delivery.hand_over',
  'casework.read',
  'casework.void_propose',
  'identity.manage',
]

/** Presets of every role in the field, and the two that keep the staff book. */
export const roles: readonly Role[] = [
  role('applicant', '申请人', 'own', [], false),
  role('agent', '代理人', 'own', [], false),
  role('intermediary', '中介机构', 'own', [], false),
  role('window_clerk', '窗口工作人员', 'own', counter),
  role('township', '乡镇（街道）工作人员', 'own', counter),
  role('village_agent', '村（社区）代办员', 'own', [...reader, 'delivery.hand_over']),
  role('helper', '帮办人员', 'own', reader),
  role('hotline', '热线人员', 'all', [...reader, 'casework.read']),
  role('approver', '审查人员', 'own', [
    ...reader,
    'approval.recuse',
    'approval.review',
    'approval.procedure',
    'casework.read',
    'casework.correct',
    'casework.void_propose',
  ]),
  role('chief_representative', '首席代表', 'own', [
    ...reader,
    'approval.recuse',
    'approval.review',
    'approval.decide',
    'approval.procedure',
    'delivery.issue',
    'casework.read',
    'casework.glance',
    'casework.correct',
    'casework.void_propose',
    'casework.void_confirm',
    'rating.read',
    'rating.handle',
  ]),
  role('unit_leader', '部门负责人', 'own', [
    ...reader,
    'approval.recuse',
    'approval.decide',
    'approval.extend',
    'delivery.issue',
    'casework.read',
    'casework.glance',
    'casework.void_confirm',
    'casework.erase',
    'rating.read',
    'rating.handle',
  ]),
  // Reaches the organisations at which such a post stands: those whose joint handling this government leads. @source 行政许可法 42
  role('government_leader', '本级人民政府负责人', 'own', [
    ...reader,
    'approval.extend_government',
    'casework.read',
    'casework.glance',
  ]),
  role('service_office', '政务服务管理机构', 'all', [
    ...reader,
    'catalogue.import',
    'finder.keep',
    'casework.read',
    'casework.glance',
    'calendar.manage',
    'rating.read',
    'rating.handle',
    'rating.supervise',
  ]),
  role('supervision_organ', '监督机关', 'all', [
    ...reader,
    'casework.read',
    'casework.glance',
    'supervision.read_log',
    'rating.read',
    'rating.supervise',
  ]),
  role('reform_office', '审改机构', 'all', [...reader, 'catalogue.import', 'finder.keep']),
  role('legal_office', '法制机构', 'all', [...reader, 'casework.read']),
  role('establishment_office', '机构编制部门', 'all', reader),
  role('finance', '财政部门', 'all', reader),
  role('price', '价格主管部门', 'all', reader),
  role('information_centre', '信息中心', 'all', reader),
  role('administrator', '系统管理员', 'all', ['staff.manage', 'identity.manage', 'region.manage', 'calendar.manage']),
  role('unit_administrator', '部门管理员', 'own', ['staff.manage', 'region.manage']),
]

/** The role of a code, or undefined. */
export function findRole(code: string): Role | undefined {
  return roles.find((one) => one.code === code)
}

/** A post, held or stood in for, as the guard reads it. */
export type Held = { readonly authority: string; readonly role: string; readonly organisation: string | null }

/** The grants that posts give. */
export function grantsOf(held: readonly Held[]): Grant[] {
  return held.flatMap(({ authority, role: code, organisation }) => {
    const found = findRole(code)
    const scope = found?.reach === 'all' ? '*' : organisation
    return found === undefined || scope === null ? [] : found.powers.map((power) => ({ power, scope, authority }))
  })
}

/**
 * Whether one hand may hold these roles together. Who keeps the staff book neither handles cases nor audits the log.
 *
 * @source GB/T 22239-2019 8.1.4.2 (separation of administrators)
 */
export function areCompatible(roleCodes: readonly string[]): boolean {
  const held = roleCodes.flatMap((code) => findRole(code)?.powers ?? [])
  return !held.includes('staff.manage') || !held.some((power) => notWithStaffBook.includes(power))
}

const notWithStaffBook: readonly Power[] = [
  'intake.accept',
  'approval.review',
  'approval.decide',
  'approval.recuse',
  'approval.decide_at_once',
  'approval.procedure',
  'approval.extend',
  'approval.extend_government',
  'delivery.issue',
  'delivery.hand_over',
  'casework.correct',
  'casework.void_propose',
  'casework.void_confirm',
  'casework.erase',
  'rating.handle',
  'rating.supervise',
  'supervision.read_log',
]

/** A stretch of days; `untilOn` is the last one, null while open. */
export type Term = { readonly fromOn: Day; readonly untilOn: Day | null; readonly endedAt: Date | null }

/** Whether a term is in force on a day. */
export function isInForce(term: Term, today: Day): boolean {
  return term.endedAt === null && term.fromOn <= today && (term.untilOn === null || today <= term.untilOn)
}

/** Whether a term is over for good on a day. */
export function isOver(term: Term, today: Day): boolean {
  return term.endedAt !== null || (term.untilOn !== null && term.untilOn < today)
}

/**
 * Where an actor sits: the place named at sign-in if a post is there, the only place there is, or none known.
 */
export function placeOf(named: string | null, postPlaces: readonly (string | null)[]): string | null {
  const places = [...new Set(postPlaces.filter((place) => place !== null))]
  if (named !== null && places.includes(named)) return named
  return places.length === 1 ? (places[0] ?? null) : null
}

function role(code: string, name: string, reach: Role['reach'], held: readonly Power[], isPost = true): Role {
  return { code, name, reach, isPost, powers: held }
}

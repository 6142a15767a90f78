import { type Database, transaction } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { findItems, type Memory } from '../../../modules/finder/index.ts'
import type { Question, Reply } from './exam.ts'

/** Asks each question at its place. @param among another memory than the one that stands */
export async function askAll(database: Database, questions: readonly Question[], now: Now, among?: Memory) {
  const answered: { question: Question; reply: Reply }[] = []
  for (const question of questions) {
    const { query: q, area } = question
    const beganMs = performance.now()
    const { answer, items } = await transaction(database, (tx) => findItems(tx, { q, area, limit: 10 }, now.at, undefined, among))
    const tookMs = performance.now() - beganMs
    answered.push({ question, reply: { answer, codes: items.map(({ code }) => code), tookMs } })
  }
  return answered
}

import { Refusal } from '../refusal.ts'
import { Unreadable } from './refusals.ts'

/**
 * What is read out of a multipart body. The parser says in its own words, without code or status, that there is no boundary or that the
 * body is cut short; all of it is the sender's doing.
 *
 * @throws Refusal(Unreadable)
 */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isOfParser = error instanceof Error && error.constructor === Error && !('statusCode' in error) && !('code' in error)
    throw isOfParser ? new Refusal(Unreadable, {}) : error
  }
}

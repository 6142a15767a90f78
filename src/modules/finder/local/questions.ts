import type { ModelServer } from './server.ts'

/** So many questions are remembered, and so many asked at once; whoever comes beyond is answered without the model. */
const mostKept = 500
const mostAtOnce = 8
/** After so many failures in a row the model is left alone so long; then one question tries again. */
const mostFailures = 5
const aloneMs = 30_000

/** Where a model sees questions. Nobody waits for it longer than the limit, and nothing fails because of it. */
export class Questions {
  readonly #server: ModelServer
  readonly #limitMs: number
  readonly #clock: () => number
  readonly #kept = new Map<string, Float32Array>()
  #asking = 0
  #failures = 0
  #aloneUntilMs = 0

  /** @param clock milliseconds that only ever grow */
  constructor(server: ModelServer, limitMs: number, clock: () => number = () => performance.now()) {
    this.#server = server
    this.#limitMs = limitMs
    this.#clock = clock
  }

  /** The direction of a question; null: the model did not give one in time, or is being left alone. */
  async directionOf(question: string): Promise<Float32Array | null> {
    const kept = this.#kept.get(question)
    if (kept !== undefined) return this.#keep(question, kept)
    if (this.#asking >= mostAtOnce || !this.#mayTry()) return null
    this.#asking += 1
    try {
      const [direction] = await this.#server.embed([question], this.#limitMs)
      this.#failures = 0
      return direction === undefined ? null : this.#keep(question, direction)
    } catch {
      this.#failures += 1
      if (this.#failures >= mostFailures) this.#aloneUntilMs = this.#clock() + aloneMs
      return null
    } finally {
      this.#asking -= 1
    }
  }

  #mayTry(): boolean {
    if (this.#failures < mostFailures) return true
    if (this.#clock() < this.#aloneUntilMs) return false
    this.#aloneUntilMs = this.#clock() + aloneMs // for everybody but this one
    return true
  }

  /** Those asked last stay. */
  #keep(question: string, direction: Float32Array): Float32Array {
    this.#kept.delete(question)
    this.#kept.set(question, direction)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break
      this.#kept.delete(oldest)
    }
    return direction
  }
}

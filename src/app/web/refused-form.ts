import type { Refusal } from '../../kernel/refusal.ts'

/** A form that was refused, with what was said in it: the page comes again, filled in. */
export class RefusedForm extends Error {
  readonly refusal: Refusal
  readonly said: URLSearchParams

  constructor(refusal: Refusal, said: URLSearchParams) {
    super(refusal.kind.code)
    this.refusal = refusal
    this.said = said
  }
}

/** One figure of a measurement, printed as a line of JSON. */
export type Figure = {
  readonly bench: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** What else must be known to read it, such as the number of clients. */
  readonly [detail: string]: string | number
}

/** A measurement: prints its figures as it goes. @returns whether every limit was kept */
export type Bench = (options: Options, print: (figure: Figure) => void) => Promise<boolean>

/** What can be asked for; null: the measurement's own. */
export type Options = {
  readonly count: number | null
  readonly seed: number
  readonly seconds: number | null
  readonly rounds: number | null
  /** Everything instead of what is quick. */
  readonly isExhaustive: boolean
  /** The years to go through, both included; null: all there are. */
  readonly years: { readonly first: number; readonly last: number } | null
  /** Questions to ask instead of those that ship. */
  readonly questions: string | null
  /** As large as it gets instead of as it ships. */
  readonly isScale: boolean
  /** Fit anew what is fitted, and write it where it ships. */
  readonly isFit: boolean
  /** Also where it is worse than what it replaces. */
  readonly isForced: boolean
}

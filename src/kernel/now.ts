/** A calendar day in Asia/Shanghai, 'YYYY-MM-DD'. */
export type Day = string

/** The one moment a request or a batch happens at. Rules take it as an argument; nothing else reads a clock. */
export type Now = {
  /** The instant, in whole milliseconds. */
  readonly at: Date
  /** The day of that instant in Asia/Shanghai, whatever the zone of the process. */
  readonly today: Day
}

const offsetMs = 8 * 3_600_000 // +08:00; China has kept no summer time since 1991

/** The present moment. The only place in the product that reads the machine's clock. */
export function systemNow(): Now {
  return nowAt(new Date())
}

/** A given moment, for tests, replays and simulated cities. */
export function nowAt(instant: Date | string): Now {
  const at = new Date(instant)
  return { at, today: dayOf(at) }
}

/** The day in Asia/Shanghai on which an instant falls. */
export function dayOf(instant: Date): Day {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10)
}

/** The first instant of a day in Asia/Shanghai. */
export function startOf(day: Day): Date {
  return new Date(`${day}T00:00:00.000+08:00`)
}

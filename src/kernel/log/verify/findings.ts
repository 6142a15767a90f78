/** Where something is wrong: an event of a stream, or the stream as a whole. */
export type Place = { readonly stream: string; readonly streamId: string; readonly seq: number | null }

/** One wrong thing, with every reason found; `place` is null where no stream is concerned. */
export type Finding = { readonly place: Place | null; readonly what: string }

/** Collects what is wrong, one finding for each place however many ways it shows. */
export type Findings = {
  add(place: Place, why: string): void
  /** About a checkpoint, by number. */
  addCheckpoint(n: number, why: string): void
  addGeneral(what: string): void
  has(place: Place): boolean
  /** Whether anything of a stream is wrong. */
  hasStream(stream: string, streamId: string): boolean
  hasCheckpoint(n: number): boolean
  all(): Finding[]
}

export function findings(): Findings {
  const places = new Map<string, { place: Place; why: Set<string> }>()
  const streams = new Set<string>()
  const checkpoints = new Map<number, Set<string>>()
  const general = new Set<string>()
  return {
    add: (place, why) => {
      const found = places.get(keyOf(place)) ?? { place, why: new Set() }
      places.set(keyOf(place), found)
      streams.add(`${place.stream}/${place.streamId}`)
      found.why.add(why)
    },
    addCheckpoint: (n, why) => {
      const found = checkpoints.get(n) ?? new Set()
      checkpoints.set(n, found.add(why))
    },
    addGeneral: (what) => {
      general.add(what)
    },
    has: (place) => places.has(keyOf(place)),
    hasStream: (stream, streamId) => streams.has(`${stream}/${streamId}`),
    hasCheckpoint: (n) => checkpoints.has(n),
    all: () => [
      ...Array.from(places.values(), ({ place, why }) => ({ place, what: join(why) })),
      ...Array.from(checkpoints, ([n, why]) => ({ place: null, what: `第 ${n} 个检查点：${join(why)}` })),
      ...Array.from(general, (what) => ({ place: null, what })),
    ],
  }
}

function keyOf({ stream, streamId, seq }: Place): string {
  return `${stream}/${streamId}/${seq ?? '-'}`
}

function join(why: ReadonlySet<string>): string {
  return [...why].join('；')
}

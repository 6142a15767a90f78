import { join } from 'node:path'
import { followers, streams } from '../src/app/assemble.ts'
import type { Following } from '../src/app/following.ts'
import { checkpointFile, openSigner } from '../src/kernel/log/index.ts'
import type { TestHouse } from './house.ts'

/** The log of a house as its server follows and seals it; what fails or is parked ends the test. */
export function followingOf(house: TestHouse, more: Partial<Following> = {}): Following {
  return {
    database: house.db,
    streams,
    followers,
    signer: openSigner(join(house.dataDir, 'keys')),
    checkpointFile: checkpointFile(house.dataDir),
    now: house.now,
    onFailed: (what, error) => {
      throw new Error(what, { cause: error })
    },
    onParked: () => {
      throw new Error('parked')
    },
    ...more,
  }
}

import { join } from 'node:path'
import type { Config } from '../kernel/config.ts'
import { type Database, transaction } from '../kernel/db/index.ts'
import { type BlobStore, defaultFileLimits, diskBlobs, examiner } from '../kernel/files/index.ts'
import { attemptStream, forgetReplies, type House, type Route } from '../kernel/http/index.ts'
import type { Regular, Task } from '../kernel/jobs.ts'
import type { Follower, Stream } from '../kernel/log/index.ts'
import type { Now } from '../kernel/now.ts'
import { openSecrets } from '../kernel/secrets.ts'
import * as approval from '../modules/approval/index.ts'
import * as casework from '../modules/casework/index.ts'
import * as catalogue from '../modules/catalogue/index.ts'
import * as clock from '../modules/clock/index.ts'
import * as delivery from '../modules/delivery/index.ts'
import * as document from '../modules/document/index.ts'
import * as finder from '../modules/finder/index.ts'
import * as identity from '../modules/identity/index.ts'
import * as intake from '../modules/intake/index.ts'
import * as notification from '../modules/notification/index.ts'
import * as rating from '../modules/rating/index.ts'
import * as region from '../modules/region/index.ts'
import * as staff from '../modules/staff/index.ts'

/** All logs of the installation: one order and one chain of checkpoints over them. */
export const streams: readonly Stream[] = [
  casework.caseStream,
  catalogue.itemStream,
  clock.calendarStream,
  identity.accountStream,
  identity.accessStream,
  staff.staffStream,
  region.regionStream,
  notification.letterStream,
  rating.ratingStream,
  attemptStream,
]

/** Whatever follows the log. */
export const followers: readonly Follower[] = [
  casework.letterPrinter,
  casework.messenger,
  casework.redater,
  casework.figureKeeper,
  intake.draftEraser,
  approval.publisher,
  rating.inviter,
  rating.rateMessenger,
  rating.ratingEraser,
  rating.figureKeeper,
]

casework.register(casework.ownActs)
casework.register(intake.acts, intake.timeRules)
casework.register(approval.acts, approval.timeRules)
casework.register(delivery.acts)

/** Where contents of files lie. */
export function blobsOf(config: Pick<Config, 'dataDir'>): BlobStore {
  return diskBlobs(join(config.dataDir, 'files'))
}

/** Every route of the platform. Two with the same method and path are a mistake found at start. */
export function routesOf(blobs: BlobStore): readonly Route[] {
  return [
    ...region.routes,
    ...identity.routes,
    ...staff.routes,
    ...clock.routes,
    ...notification.routes,
    ...document.fileRoutes({ blobs, examine: examiner(defaultFileLimits), mayRead }),
    ...catalogue.routes,
    ...finder.routes,
    ...finder.guidedRoutes,
    ...finder.knowingRoutes,
    ...casework.routesOf({ streams, blobs }),
    ...casework.redateRoutes,
    ...casework.figureRoutes,
    ...intake.routes,
    ...approval.routes,
    ...delivery.routes,
    ...rating.routes,
  ]
}

/** What of the configuration the modules know. */
type Known = Pick<Config, 'dataDir'> & Partial<Pick<Config, 'publicUrl' | 'sms' | 'quiet' | 'model'>>

/** What calls are performed with. Opens the keys for personal values, and the ways by which people are told. */
export function houseOf(database: Database, config: Known): House {
  openSecrets(config.dataDir)
  const { sms = null, quiet = null, publicUrl = null, model = null } = config
  notification.openWays({ channels: sms === null ? [] : [notification.smsGateway(sms)], quiet, address: publicUrl })
  finder.openModel(model === null ? null : { server: finder.modelServer(model), limitMs: model.limitMs })
  if (config.publicUrl) casework.setPublicAddress(config.publicUrl)
  return { database, authenticate: staff.authenticate, recall: staff.recall }
}

/** Jobs that followers ask for. */
export function tasksOf(database: Database, blobs: BlobStore, now: () => Now): readonly Task[] {
  return [
    {
      name: 'document.render',
      run: async ({ caseId, documentId }) => {
        const ref = { caseId: String(caseId), documentId: String(documentId) }
        await document.renderDocumentJob(database, blobs, ref, casework.stampOf, now())
      },
    },
    { name: notification.sendJob, run: () => notification.sendDue(database, now) },
  ]
}

/** Work by the clock. */
export function regularsOf(database: Database, blobs: BlobStore, now: () => Now): readonly Regular[] {
  return [
    { name: 'notification.again', cron: '* * * * *', run: () => notification.sendDue(database, now) },
    { name: 'notification.reports', cron: '* * * * *', run: () => notification.askReports(database, now) },
    // also asked for by its follower: a job of the same name is the same work
    { name: 'casework.redate', cron: '* * * * *', run: () => redateAll(database, now) },
    { name: 'casework.settle', cron: '* * * * *', run: () => settleAll(database, now) },
    { name: 'finder.vectors', cron: '* * * * *', run: () => bringVectors(database) },
    { name: 'rating.overdue', cron: '7 * * * *', run: () => rating.settleDueOrders(database, now) },
    { name: 'intake.tries', cron: '23 * * * *', run: () => intake.tidyTries(database, now) },
    {
      name: 'casework.compare',
      cron: '41 2 * * *',
      run: async () => {
        while ((await casework.refoldOutdated(database, 500)) === 500);
        const wrong = await casework.compareSome(database, now())
        if (wrong.length > 0) throw new Error(`${wrong.length} cached rows are not the fold: run yichuang verify log`)
      },
    },
    {
      name: 'house.tidy',
      cron: '17 3 * * *',
      run: async () => {
        await intake.tidyDrafts(database, now)
        await finder.tidyGaps(database, now)
        await transaction(database, (tx) => forgetReplies(tx, now()))
        await transaction(database, (tx) => document.eraseLooseFiles(tx, 30, now()))
        await document.sweepBlobs(database, blobs, now())
      },
    },
  ]
}

/** What of the list the local model has not seen yet; without one nothing is done. */
async function bringVectors(database: Database): Promise<void> {
  await finder.fillVectors(database)
}

async function redateAll(database: Database, now: () => Now): Promise<void> {
  await casework.redateQueued(database, now)
}

const settleMost = 2_000 // a minute; the rest waits for the next, and whoever opens a case settles it anyway

/**
 * Does what time has done to cases that nobody opened, each in its own transaction, so that no act waits for long. One that fails
 * holds up no other.
 *
 * @throws AggregateError after all were tried, of those that failed
 */
export async function settleAll(database: Database, now: () => Now): Promise<void> {
  const failures: unknown[] = []
  for (const caseId of await transaction(database, (tx) => casework.toSettle(tx, now().today, settleMost))) {
    await transaction(database, (tx) => casework.lockSettled(tx, caseId, now())).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures)
}

/** A file of a case is read by whoever may see the case, one in a draft by whoever goes on with it; the rest by nobody but its owner. */
const mayRead: document.MayRead = async (tx, actor, file, now) => {
  if (file.heldBy !== null) return intake.maySeeDraft(tx, file.heldBy, actor, now)
  if (file.caseId === null) return false
  const state = await casework.findCase(tx, file.caseId)
  return state !== null && (await casework.maySee(tx, state, actor, now))
}

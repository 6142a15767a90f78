import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Actor } from '../../kernel/actor.ts'
import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, openDatabase, type Tx, transaction } from '../../kernel/db/index.ts'
import type { BlobStore } from '../../kernel/files/index.ts'
import { eventsAsStored, findProof, findPublicKey, type InclusionProof, type Stream } from '../../kernel/log/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { caseStream, factRows, findCase } from '../../modules/casework/index.ts'
import { filesOfCase, findFile } from '../../modules/document/index.ts'
import { recordAccess } from '../../modules/identity/index.ts'
import { deliveriesAbout } from '../../modules/notification/index.ts'
import { blobsOf, streams } from '../assemble.ts'
import { reachDatabase } from '../database.ts'

/** `export case ID [FILE]`: everything that a case can be proved with, in one file that `scripts/check-export.mjs` checks without us. */
export async function run(args: readonly string[]): Promise<number> {
  const [what, caseId = '', file = `${caseId}.json`, ...rest] = parseArgs({ args: [...args], allowPositionals: true }).positionals
  if (what !== 'case' || !new RegExp(uuidPattern).test(caseId) || rest.length > 0)
    throw new SetupError('用法：yichuang export case 办件标识 [文件]', { exitCode: 2 })
  if (existsSync(file)) throw new SetupError(`文件 ${file} 已经存在，没有覆盖。`)
  const config = readConfig()
  const { appUrl, release } = await reachDatabase(config)
  const db = openDatabase({ url: appUrl, max: 1 })
  try {
    const exported = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => exportCase(tx, streams, blobsOf(config), findPublicKey(join(config.dataDir, 'keys')), caseId))
    if (exported === null) throw new SetupError(`没有办件 ${caseId}。`)
    await transaction(db, (tx) => noteExport(tx, caseId))
    writeFileSync(file, `${JSON.stringify(exported, null, 1)}\n`, { mode: 0o600, flag: 'wx' })
    console.log(`已导出到 ${file}，可用 node scripts/check-export.mjs ${file} 独立核对`)
    return 0
  } finally {
    await closeDatabase(db)
    await release()
  }
}

/** Whoever exports a case sees a person's data: the person can see that it was done, though not by whom at the console. */
async function noteExport(tx: Tx, caseId: string): Promise<void> {
  const state = await findCase(tx, caseId)
  if (state === null) return
  const console: Actor = { id: 'console', subject: null, grants: [], channel: 'system', place: null }
  const fields = Object.keys(state.facts)
  await recordAccess(
    tx,
    { actor: console, subjectPersonId: state.applicantId, caseId, purpose: 'casework.export', fields },
    systemNow(),
  )
}

/**
 * Events, facts, files and inclusion proofs of a case. Bytes are written in hexadecimal, contents of files in base64, instants in UTC.
 * Events that no checkpoint covers yet have no proof.
 *
 * @returns null when there is no such case
 */
export async function exportCase(
  tx: Tx,
  streams: readonly Stream[],
  blobs: BlobStore,
  publicKey: string | null,
  caseId: string,
): Promise<object | null> {
  const events = await eventsAsStored(tx, caseStream, caseId)
  if (events.length === 0) return null
  const proofs: ReturnType<typeof proofText>[] = []
  for (const { seq } of events) {
    const proof = await findProof(tx, streams, caseStream, caseId, seq)
    if (proof !== null) proofs.push(proofText(proof))
  }
  const files: { fileId: string; digest: string; mediaType: string; content: string }[] = []
  for (const fileId of await filesOfCase(tx, caseId)) {
    const file = await findFile(tx, fileId)
    if (file === null) continue
    const content = (await blobs.read(file.digest)).toString('base64')
    files.push({ fileId, digest: file.digest, mediaType: file.mediaType, content })
  }
  return {
    format: 'yichuang-case-1',
    caseId,
    publicKey,
    events: events.map((event) => ({
      ...event,
      at: event.at.toISOString(),
      prev_hash: event.prev_hash?.toString('hex') ?? null,
      hash: event.hash.toString('hex'),
    })),
    facts: (await factRows(tx, caseId)).map((fact) => ({ ...fact, salt: fact.salt.toString('hex') })),
    files,
    messages: await deliveriesAbout(tx, caseStream.name, caseId),
    proofs,
  }
}

function proofText({ leaf, checkpoint, index, size, path }: InclusionProof) {
  return {
    seq: leaf.seq,
    leaf: [leaf.position, leaf.stream, leaf.streamId, leaf.seq, leaf.hash],
    index,
    size,
    path,
    checkpoint: {
      n: checkpoint.n,
      from_position: checkpoint.from_position,
      to_position: checkpoint.to_position,
      root: checkpoint.root.toString('hex'),
      at: checkpoint.at.toISOString(),
      prev_hash: checkpoint.prev_hash?.toString('hex') ?? null,
    },
    hash: checkpoint.hash.toString('hex'),
    key: checkpoint.key_id,
    signature: checkpoint.signature.toString('hex'),
  }
}

import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Sitting } from './rules.ts'

/** What an examination found out about a model. */
export type Measured = {
  readonly model: string
  /** Numbers of a vector. */
  readonly dimensions: number
  /** Of the model's mark. */
  readonly weight: number
  /** Digest of what ships, in hexadecimal. */
  readonly knowledge: string
  readonly marks: Sitting
}

/** Who switched a model on, by which marks, or off. */
export type ModelRecord = { readonly no: number; readonly measured: Measured | null; readonly by: string; readonly at: Date }

type Row = { no: string; by: string; at: Date } & { [name in keyof Measured]: Measured[name] | null }

/** The newest first. */
export async function readRecords(tx: Tx, most: number): Promise<ModelRecord[]> {
  const { rows } = await sql<Row>`
    select no, model, dimensions, weight, encode(knowledge, 'hex') as knowledge, marks, by_name as by, at from finder_model
    order by no desc limit ${most}`.execute(tx)
  return rows.map(({ no, by, at, model, dimensions, weight, knowledge, marks }) => ({
    no: Number(no),
    measured:
      model === null || dimensions === null || weight === null || knowledge === null || marks === null
        ? null
        : { model, dimensions, weight, knowledge, marks },
    by,
    at,
  }))
}

/** One after another, so that nobody sees a number before those below it. */
async function lockModel(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(4702111237)`.execute(tx)
}

/** Adds a record under the next number. @param measured null: off */
export async function addRecord(tx: Tx, measured: Measured | null, by: string, at: Date): Promise<number> {
  await lockModel(tx)
  const { rows } = await sql<{ no: string }>`
    insert into finder_model (no, state, model, dimensions, weight, knowledge, marks, by_name, at)
    select coalesce(max(no), 0) + 1, ${measured === null ? 'off' : 'on'}, ${measured?.model ?? null}::text, ${measured?.dimensions ?? null}::int,
      ${measured?.weight ?? null}::real, decode(${measured?.knowledge ?? null}::text, 'hex'),
      ${measured === null ? null : JSON.stringify(measured.marks)}::jsonb, ${by}, ${at}::timestamptz
    from finder_model returning no`.execute(tx)
  return Number(rows[0]?.no)
}

/** What the model of a record said of texts, by digest, as far as it was asked. */
export async function readVectors(tx: Tx, modelNo: number, digests: readonly string[]): Promise<Map<string, Float32Array>> {
  const { rows } = await sql<{ digest: string; vector: Buffer }>`
    select encode(digest, 'hex') as digest, vector from finder_vector
    where model_no = ${modelNo} and digest = any(array(select decode(d, 'hex') from unnest(${digests}::text[]) as d))`.execute(tx)
  return new Map(rows.map(({ digest, vector }) => [digest, numbersOf(vector)]))
}

/** Digests of the texts that the model of a record was asked for. */
export async function knownDigests(tx: Tx, modelNo: number): Promise<Set<string>> {
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from finder_vector where model_no = ${modelNo}`.execute(tx)
  return new Set(rows.map(({ digest }) => digest))
}

/** Adds directions of texts; those of records before go. */
export async function addVectors(
  tx: Tx,
  modelNo: number,
  rows: readonly { readonly digest: string; readonly vector: Float32Array }[],
): Promise<void> {
  await lockModel(tx)
  await sql`delete from finder_vector where model_no < ${modelNo}`.execute(tx)
  await sql`
    insert into finder_vector (model_no, digest, vector)
    select ${modelNo}::bigint, decode(d, 'hex'), v from unnest(${rows.map(({ digest }) => digest)}::text[], ${rows.map(({ vector }) => bytesOf(vector))}::bytea[]) as r (d, v)
    on conflict (model_no, digest) do nothing`.execute(tx)
}

function bytesOf(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4)
  return bytes
}

function numbersOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
}

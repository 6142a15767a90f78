import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { SetupError } from '../../kernel/setup-error.ts'

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Path = Type.String({ pattern: '^(tables/|keys/)?[a-z0-9_-]+(\\.[a-z0-9]+)*$', maxLength: 120 })
const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]*$', maxLength: 63 })

/** A file of a backup: where it lies below the folder, its length, and SM3 over its bytes as they lie there. */
const Part = Type.Object({ path: Path, bytes: Count, sm3: Digest }, { additionalProperties: false })
const Rows = Type.Object({ path: Path, bytes: Count, sm3: Digest, rows: Count }, { additionalProperties: false })
const Table = Type.Object(
  { name: Name, columns: Type.Array(Name, { maxItems: 1_600 }), path: Path, bytes: Count, sm3: Digest, rows: Count },
  { additionalProperties: false },
)

/** What a backup holds. It is written last: a folder without it is a backup that was broken off. */
const Manifest = Type.Object(
  {
    format: Type.Literal(1),
    at: Type.String({ maxLength: 30 }),
    /** Version of the server it was taken from; it may be restored to any from 15 on. */
    server: Type.String({ maxLength: 100 }),
    /** Steps of the schema, each with its checksum, in order. */
    migrations: Type.Array(Type.Object({ name: Type.String({ maxLength: 200 }), checksum: Digest }), { maxItems: 10_000 }),
    /** The last position given, and the last checkpoint over it (0: none). */
    position: Count,
    checkpoint: Count,
    tables: Type.Array(Table, { maxItems: 10_000 }),
    sequences: Type.Array(Type.Object({ name: Name, last: Type.String({ pattern: '^-?\\d+$' }), isCalled: Type.Boolean() }), {
      maxItems: 10_000,
    }),
    /** Jobs that waited. */
    jobs: Rows,
    /** Digests of the contents under `files/`; those in `lost` were missing or damaged in the platform already. */
    files: Type.Object({ list: Rows, lost: Type.Array(Digest) }),
    checkpoints: Type.Union([Rows, Type.Null()]),
    /** Keys that belong to it, whether they lie in the backup or were left out. */
    keys: Type.Array(Part, { maxItems: 100 }),
  },
  { additionalProperties: false },
)

export type Manifest = Static<typeof Manifest>
export type Part = Static<typeof Part>
export type Rows = Static<typeof Rows>
export type Table = Static<typeof Table>

const fileName = 'manifest.json'

/** Puts the manifest under its name, whole and durably: only now is the folder a backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, fileName)
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
}

/**
 * Reads the manifest of a backup.
 *
 * @throws SetupError the folder is not a backup, was broken off, or was made by a release with another format
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((cause: { code?: string }) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw cause
    throw new SetupError(`${folder} 不是完整的备份：没有 ${fileName}（备份没有做完，或不是备份目录）。`, { cause })
  })
  try {
    return shape.Parse(JSON.parse(text))
  } catch (cause) {
    throw new SetupError(`备份清单 ${join(folder, fileName)} 读不懂：已损坏，或由别的版本制作。`, { cause })
  }
}

const shape = Compile(Manifest)

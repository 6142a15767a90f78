// Writes what follows from db/*.sql: the types of the tables, and db/schema.sql, the whole schema on one page.
// With --check, writes nothing and exits 1 when a file does not stand as it would be written.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'
import { dumpSchema } from './schema.mjs'
import { describeTables } from './tables.mjs'

register()
const { startPostgres } = await import('../src/kernel/postgres/index.ts')
const { migrate } = await import('../src/kernel/db/migrate.ts')

const isCheck = process.argv.includes('--check')
const dataDir = mkdtempSync(join(tmpdir(), 'yichuang-generate-'))
try {
  const server = await startPostgres({ dataDir, settings: { fsync: 'off', shared_buffers: '32MB' } })
  try {
    await migrate(server.url, { year: 2026 })
    put('src/kernel/db/tables.gen.ts', await describeTables(server.url))
    put('db/schema.sql', await dumpSchema(server.url))
  } finally {
    await server.stop()
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

function put(path, text) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
  if (read(file) === text) return
  if (isCheck) {
    console.error(`${path} 与 db/*.sql 不一致，请运行 node scripts/generate.mjs。`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`已更新 ${path}`)
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

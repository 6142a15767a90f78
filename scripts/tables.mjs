import { Kysely, PostgresDialect } from 'kysely'
import codegen from 'kysely-codegen'
import pg from 'pg'

const json = 'ColumnType<unknown, string | object, string | object>' // read through a schema; lists are written as text

/** The tables as types for the query builder, with values as src/kernel/db/connection.ts delivers them. */
export async function describeTables(url) {
  const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }) })
  try {
    return await codegen.generate({
      db,
      dialect: new codegen.PostgresDialect({ dateParser: 'string' }),
      outFile: null,
      typeMapping: { int8: 'number', timestamptz: 'Date', json, jsonb: json },
    })
  } finally {
    await db.destroy()
  }
}

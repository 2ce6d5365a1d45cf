import { startEmbeddedServer } from '@hypergit/database'
import { Client } from 'pg'
import { tempDir } from './temp-dir.js'

export interface PostgresServer {
  /** A new, empty database; its URL. */
  database(): Promise<string>
  stop(): Promise<void>
}

const databasesOf = (serverUrl: string, stop: () => Promise<void>): PostgresServer => {
  let made = 0
  return {
    stop,
    database: async () => {
      made += 1
      const name = `test_${process.pid}_${Date.now().toString(36)}_${made}`
      const client = new Client({ connectionString: serverUrl })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      const url = new URL(serverUrl)
      url.pathname = `/${name}`
      return url.href
    },
  }
}

/**
 * A real PostgreSQL, started for this test file in about a second; it gives up durability for speed. With DATABASE_URL in the environment,
 * the databases are made there instead.
 */
export const startPostgres = async (): Promise<PostgresServer> => {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return databasesOf(given, () => Promise.resolve())
  const folder = await tempDir('hypergit-postgres-')
  const server = await startEmbeddedServer({ folder: folder.path, durable: false })
  return databasesOf(server.url, async () => {
    await server.stop()
    await folder.remove()
  })
}

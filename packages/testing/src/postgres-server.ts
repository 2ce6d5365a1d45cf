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
      const { Client } = await import('pg')
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

/** Where a run of many test files keeps the URL of the server that they share. */
const sharedName = 'HYPERGIT_TEST_POSTGRES'

/**
 * A real PostgreSQL that gives up durability for speed: the one that all test files of a run share, else one of the caller's own, started in about
 * a second. With DATABASE_URL in the environment, the databases are made there instead.
 */
export const startPostgres = async (): Promise<PostgresServer> => {
  const given = process.env['DATABASE_URL'] || process.env[sharedName]
  return given ? databasesOf(given, () => Promise.resolve()) : startOwn()
}

/** Starts the server that `startPostgres` gives from now on, in this process and in those that it starts; how to stop it. */
export const sharePostgres = async (): Promise<() => Promise<void>> => {
  if (process.env['DATABASE_URL'] || process.env[sharedName]) return () => Promise.resolve()
  const { url, stop } = await startServer()
  process.env[sharedName] = url
  return async () => {
    delete process.env[sharedName]
    await stop()
  }
}

const startOwn = async (): Promise<PostgresServer> => {
  const { url, stop } = await startServer()
  return databasesOf(url, stop)
}

const startServer = async () => {
  const { startEmbeddedServer } = await import('@hypergit/database')
  const folder = await tempDir('hypergit-postgres-')
  const server = await startEmbeddedServer({ folder: folder.path, durable: false })
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await folder.remove()
    },
  }
}

import type { Pool, PoolClient } from 'pg'

/** Runs `work` in one transaction; rolls back and rejects with its error if it rejects. */
export const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error('rollback failed', { cause })
    })
    throw error
  } finally {
    // A connection that cannot even roll back is not given to the next user.
    client.release(broken)
  }
}

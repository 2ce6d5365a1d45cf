import type { Pool, PoolClient } from 'pg'

export interface LeaseView {
  /** Partitions that this holder has. */
  readonly held: readonly number[]
  /** Those of them that it has just been given. */
  readonly gained: readonly number[]
  /** How many it should have: the partitions spread over the holders alive, rounded up. */
  readonly share: number
}

/**
 * Leases as rows: a holder is alive as long as its own row is, which it renews; a partition belongs to the holder that its row names, and
 * goes with it. So a renewal writes one row however many partitions there are.
 */
export interface LeaseStore {
  /**
   * Renews the holder, drops those that have run out, and takes free partitions up to the holder's share. `renewed` is false when the
   * holder itself had run out (or is new): what it had may belong to others, and what is in the view it got now.
   */
  renew(): Promise<LeaseView & { readonly renewed: boolean }>
  /** Gives one partition back. */
  release(partition: number): Promise<void>
  /** Gives everything back. */
  leave(): Promise<void>
}

export interface LeaseStoreOptions {
  readonly pool: Pool
  readonly service: string
  readonly holder: string
  readonly partitions: number
  readonly ttlMs: number
}

const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let failed: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    failed = error as Error
    throw error
  } finally {
    // A connection whose transaction failed is closed, which rolls it back.
    client.release(failed)
  }
}

const numbers = (rows: readonly { readonly partition: number }[]): readonly number[] =>
  rows.map(({ partition }) => partition)

export const leaseStore = ({ pool, service, holder, partitions, ttlMs }: LeaseStoreOptions): LeaseStore => {
  const renew = async (client: PoolClient): Promise<LeaseView & { readonly renewed: boolean }> => {
    // One holder of a service at a time, so that shares are counted and partitions taken without races.
    await client.query(`select pg_advisory_xact_lock(hashtext('hypergit leases'), hashtext($1))`, [service])
    await client.query('delete from holders where service = $1 and expires_at <= now()', [service])
    const { rows: alive } = await client.query<{ renewed: boolean }>(
      `insert into holders (service, holder, expires_at) values ($1, $2, now() + $3 * interval '1 millisecond')
       on conflict (service, holder) do update set expires_at = excluded.expires_at
       returning xmax <> 0 as renewed`,
      [service, holder, ttlMs],
    )
    const { rows: counted } = await client.query<{ holders: string }>(
      'select count(*) as holders from holders where service = $1',
      [service],
    )
    const share = Math.ceil(partitions / Math.max(1, Number(counted[0]?.holders)))
    const { rows: own } = await client.query<{ partition: number }>(
      'select partition from leases where service = $1 and holder = $2 order by partition',
      [service, holder],
    )
    const { rows: taken } = await client.query<{ partition: number }>(
      `insert into leases (service, partition, holder)
       select $1, p, $2 from generate_series(0, $3 - 1) as p
       where not exists (select from leases where service = $1 and partition = p)
       order by p limit $4
       returning partition`,
      [service, holder, partitions, Math.max(0, share - own.length)],
    )
    return { renewed: alive[0]?.renewed === true, held: numbers([...own, ...taken]), gained: numbers(taken), share }
  }

  return {
    renew: () => inTransaction(pool, renew),
    release: async (partition) => {
      await pool.query('delete from leases where service = $1 and partition = $2 and holder = $3', [
        service,
        partition,
        holder,
      ])
    },
    leave: async () => {
      await pool.query('delete from holders where service = $1 and holder = $2', [service, holder])
    },
  }
}

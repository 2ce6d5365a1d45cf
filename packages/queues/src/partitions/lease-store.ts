import type { Pool } from 'pg'

export interface LeaseView {
  /** Partitions that this holder has. */
  readonly held: readonly number[]
  /** How many it should have: the partitions spread over the holders alive, rounded up. */
  readonly share: number
  /** false: the holder had run out, or is new; what it had before may belong to others, and what it holds it got now. */
  readonly renewed: boolean
}

/**
 * Leases as rows: a holder is alive as long as its own row is, which it renews; a partition belongs to the holder that its row names, and
 * goes with it. So a renewal writes one row however many partitions there are.
 */
export interface LeaseStore {
  /**
   * Renews the holder, drops those that have run out, and takes free partitions up to the holder's share.
   */
  renew(): Promise<LeaseView>
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

export const leaseStore = ({ pool, service, holder, partitions, ttlMs }: LeaseStoreOptions): LeaseStore => ({
  renew: async () => {
    const { rows } = await pool.query<LeaseView>('select renewed, share, held from renew_leases($1, $2, $3, $4)', [
      service,
      holder,
      partitions,
      ttlMs,
    ])
    const [view] = rows
    if (view === undefined) throw new Error('the database returned no leases')
    return view
  },
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
})

import { logId, type LogId, type LogKind } from '@hypergit/domain'
import type { Pool } from 'pg'

/** How far an epoch of a log was told to the dashboard: all jobs up to `number`, which say the state's batches up to `version`. */
export interface Position {
  readonly epoch: number
  readonly number: number
  readonly version: number
}

interface Row {
  readonly epoch: string
  readonly number: string
  readonly version: string
}

const positionOf = (row: Row | undefined): Position | undefined =>
  row && { epoch: Number(row.epoch), number: Number(row.number), version: Number(row.version) }

/**
 * Positions of logs, in SQL. One can be taken up again only by the folder that left it, and only if the log was closed properly: after a kill
 * nobody knows which numbers were sent, and after a takeover they belong to somebody else, so that both begin a new epoch.
 */
export class PositionStore {
  constructor(
    private readonly pool: Pool,
    private readonly folder: string,
  ) {}

  /** The position that a folder, this or another one, left properly: everything up to it was said. */
  async peek(log: LogId): Promise<Position | undefined> {
    const { rows } = await this.pool.query<Row>(
      'select epoch, number, version from positions where log = $1 and clean',
      [log],
    )
    return positionOf(rows[0])
  }

  /** Logs of a partition that are open, or were when their validator was killed. */
  async leftOpen(partition: number): Promise<readonly { readonly log: LogId; readonly kind: LogKind }[]> {
    const { rows } = await this.pool.query<{ log: string; kind: LogKind }>(
      'select log, kind from positions where partition = $1 and not clean order by log',
      [partition],
    )
    return rows.map(({ log, kind }) => ({ log: logId(log), kind }))
  }

  /** Takes up the position that this folder left; undefined when a new epoch is due. */
  async take(log: LogId): Promise<Position | undefined> {
    const { rows } = await this.pool.query<Row>(
      'update positions set clean = false where log = $1 and folder = $2 and clean returning epoch, number, version',
      [log, this.folder],
    )
    return positionOf(rows[0])
  }

  /** The epoch is this folder's from now on; what another one left is void. */
  async begin(log: LogId, kind: LogKind, epoch: number): Promise<void> {
    await this.pool.query(
      `insert into positions as p (log, folder, epoch, number, version, clean, kind) values ($1, $2, $3, 0, 0, false, $4)
       on conflict (log) do update set folder = excluded.folder, epoch = excluded.epoch, number = 0, version = 0, clean = false,
         kind = excluded.kind
       where p.epoch < excluded.epoch`,
      [log, this.folder, epoch, kind],
    )
  }

  /** Leaves a log at a position that is exact; without effect when a higher epoch has begun meanwhile. */
  async leave(log: LogId, { epoch, number, version }: Position): Promise<void> {
    await this.pool.query(
      'update positions set number = $4, version = $5, clean = true where log = $1 and folder = $2 and epoch = $3',
      [log, this.folder, epoch, number, version],
    )
  }
}

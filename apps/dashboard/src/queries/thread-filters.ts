import type { Pool } from 'pg'
import type { ShownLog } from './shown-log.js'

/** What a reader can filter by: the names in use, the most used first, bounded. */
export interface FilterChoices {
  readonly labels: readonly string[]
  readonly authors: readonly string[]
  readonly assignees: readonly string[]
}

const choicesMax = 200

const mostUsed = async (pool: Pool, log: ShownLog, kind: string, expression: string): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ value: string }>(
    `select value from (select ${expression} as value from dashboard.threads where log = $1 and epoch = $2 and kind = $3 and accepted) used
     where value is not null group by value order by count(*) desc, value limit ${choicesMax}`,
    [log.log, log.epoch, kind],
  )
  return rows.map((row) => row.value)
}

export const filterChoices = async (pool: Pool, log: ShownLog, kind: 'issue' | 'pull'): Promise<FilterChoices> => {
  const [labels, authors, assignees] = await Promise.all([
    mostUsed(pool, log, kind, 'unnest(labels)'),
    mostUsed(pool, log, kind, 'author_name'),
    mostUsed(pool, log, kind, 'unnest(assignees)'),
  ])
  return { labels, authors, assignees }
}

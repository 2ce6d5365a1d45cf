/** What the notifier asks of a PostgreSQL connection; a pool and a client inside a transaction both are one. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

/** Statements that stand or fall together. */
export interface TransactionalSql extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
}

/** The only row of a statement that always has one. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new RangeError('a statement that always returns a row returned none')
  return row
}

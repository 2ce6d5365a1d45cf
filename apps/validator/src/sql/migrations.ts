/**
 * `positions`: how far a log was told to the dashboard, by which state folder. `clean` is true while no process has the log open, so that what it
 * says is exact. `sightings`: until when a core's ops had been judged and said, by whichever validator; the earliest row above an op tells when
 * the mirror first saw it.
 */
const tablesSql = `
create table positions (
  log text primary key,
  folder text not null,
  epoch bigint not null,
  number bigint not null,
  version bigint not null,
  clean boolean not null
);

create table sightings (
  log text not null,
  core text not null,
  length bigint not null,
  seen_at_ms bigint not null,
  primary key (log, core, length)
);
`

/** The partition as the job contracts have it, so that a validator finds what was left open in a partition that it gains. */
const partitionSql = `
alter table positions
  add column partition smallint not null generated always as (get_byte(decode(left(log, 2), 'hex'), 0) % 64) stored;
create index positions_left_open on positions (partition) where not clean;
`

/** What a log is judged as, so that one that was left open can be opened again. */
const kindSql = `alter table positions add column kind text not null default 'repository';`

/** Migrations of the PostgreSQL schema `validator`, in order; what was released is never edited. */
export const migrations = [
  { name: '0001-positions', sql: tablesSql },
  { name: '0002-partition', sql: partitionSql },
  { name: '0003-kind', sql: kindSql },
] as const

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

/** Migrations of the PostgreSQL schema `validator`, in order; what was released is never edited. */
export const migrations = [{ name: '0001-positions', sql: tablesSql }] as const

const tablesSql = `
create table hosted (
  log text primary key,
  partition smallint not null,
  host boolean not null,
  version bigint not null,
  changed_at_ms bigint not null
);
create index hosted_in on hosted (partition) where host;

create table followed (
  user_log text primary key
);
`

/** A log that is let go is known for as long as its cores are kept. */
const followedSql = `
alter table followed
  add column partition smallint not null generated always as (get_byte(decode(left(user_log, 2), 'hex'), 0) % 64) stored,
  add column follow boolean not null default true,
  add column changed_at_ms bigint not null default 0;
create index followed_in on followed (partition) where follow;
`

/** Migrations of the PostgreSQL schema `replicator`, in order; what was released is never edited. */
export const migrations = [
  { name: '0001-hosted', sql: tablesSql },
  { name: '0002-followed', sql: followedSql },
] as const

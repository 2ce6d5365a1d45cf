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

/** Migrations of the PostgreSQL schema `replicator`, in order; what was released is never edited. */
export const migrations = [{ name: '0001-hosted', sql: tablesSql }] as const

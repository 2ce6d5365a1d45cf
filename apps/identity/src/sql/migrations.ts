const tablesSql = `
create sequence versions;

create table claims (
  log text not null,
  core text not null,
  user_log text not null,
  op text not null,
  outcome text not null,
  state text not null check (state in ('maybe', 'confirmed', 'disowned')),
  version bigint not null,
  changed_at_ms bigint not null,
  primary key (log, core)
);
create index claims_changed on claims (changed_at_ms, version);
create index claims_of_user on claims (user_log);
`

/** Migrations of the PostgreSQL schema `identity`, in order; what was released is never edited. */
export const migrations = [{ name: '0001-claims', sql: tablesSql }] as const

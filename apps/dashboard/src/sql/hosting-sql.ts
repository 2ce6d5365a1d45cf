/** Which logs the operator wants hosted (the truth of it), and how the replicator says their replication goes. */
export const hostingSql = `
create table dashboard.hosting (
  log text collate "C" primary key,
  host boolean not null,
  version bigint not null,
  changed_at timestamptz not null default now()
);
create index on dashboard.hosting (changed_at) where host;

create table dashboard.replication (
  log text collate "C" primary key,
  at bigint not null,
  view jsonb not null
);
`

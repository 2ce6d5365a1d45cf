/** Readers' reports, the operator's actions, and sessions as connect-pg-simple keeps them. */
export const operatorSql = `
create table dashboard.reports (
  id bigint generated always as identity primary key,
  log text collate "C" not null,
  op text collate "C" not null,
  reason text not null,
  kept jsonb,
  at timestamptz not null default now()
);

create table dashboard.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  who text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);

create table dashboard.sessions (
  sid text collate "C" primary key,
  sess jsonb not null,
  expire timestamptz not null
);
create index on dashboard.sessions (expire);
`

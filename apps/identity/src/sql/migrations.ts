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

/**
 * `claim_ops`, `standings`, `pairs`: what the repositories' logs say, each by its (epoch, number). `claims`: what follows from them for each core
 * and user, with what the user's log says in `state`. `users`: whom somebody claims to be; `wanted` while a claim that stands is in a hosted
 * repository, `view` once the log was judged. `links`: what that view lists. `notices`: what is said to a person. Times are ms of the services' own
 * clocks, but for `at_ms`, which the logs say.
 */
const peopleSql = `
create table repositories (
  log text primary key,
  name text not null default '',
  epoch bigint not null default 0,
  number bigint not null default 0,
  hosted boolean not null default true,
  hosted_version bigint not null default 0
);

create table claim_ops (
  log text not null,
  op text not null,
  core text not null,
  user_log text not null,
  outcome text not null,
  problem text,
  stands boolean not null,
  epoch bigint not null,
  number bigint not null,
  at_ms bigint not null,
  primary key (log, op)
);
create index claim_ops_of_core on claim_ops (log, core);

create table standings (
  log text not null,
  core text not null,
  user_log text not null,
  problem text,
  epoch bigint not null,
  number bigint not null,
  primary key (log, core)
);

create table pairs (
  log text not null,
  op text not null,
  core text not null,
  other text not null,
  stands boolean not null,
  strike boolean not null,
  epoch bigint not null,
  number bigint not null,
  at_ms bigint not null,
  primary key (log, op)
);
create index pairs_between on pairs (log, core, other);

insert into claim_ops (log, op, core, user_log, outcome, stands, epoch, number, at_ms)
  select log, op, core, user_log, outcome, true, 0, 0, 0 from claims;
alter table claims drop constraint claims_pkey;
alter table claims add primary key (log, core, user_log);
alter table claims add column problem text, add column stands boolean not null default true;

create table users (
  user_log text primary key,
  wanted boolean not null,
  wanted_at_ms bigint not null,
  following text not null,
  following_at_ms bigint not null default 0,
  epoch bigint not null default 0,
  number bigint not null default 0,
  view jsonb,
  viewed_at_ms bigint,
  version bigint not null,
  changed_at_ms bigint not null
);
create index users_changed on users (changed_at_ms, version);
create index users_unanswered on users (user_log) where wanted and following_at_ms = 0;

create table links (
  user_log text not null,
  log text not null,
  core text not null,
  linked boolean not null,
  primary key (user_log, log, core)
);

create table notices (
  id text primary key,
  notice jsonb not null,
  user_log text not null,
  kind text not null,
  log text,
  core text not null,
  other text,
  due_at_ms bigint not null
);
create index notices_due on notices (due_at_ms);
create index notices_of on notices (user_log, kind, due_at_ms);
`

/** Migrations of the PostgreSQL schema `identity`, in order; what was released is never edited. */
export const migrations = [
  { name: '0001-claims', sql: tablesSql },
  { name: '0002-people', sql: peopleSql },
] as const

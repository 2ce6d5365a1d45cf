/**
 * What readers see of the logs. Every row belongs to an epoch of its log: a snapshot is written under its own epoch beside the rows that are
 * shown, and `logs.epoch` moves when it is complete. Ids are hexadecimal, times are ms; `view` is the whole record as the validator sent it.
 */
export const projectionSql = `
create table dashboard.logs (
  log text collate "C" primary key,
  epoch bigint,
  number bigint,
  parts_done int not null default 0,
  pending_epoch bigint,
  pending_number bigint,
  pending_parts_done int not null default 0,
  state_hash text,
  pending_state_hash text,
  changed_at timestamptz not null default now()
);

create table dashboard.repositories (
  log text collate "C" not null,
  epoch bigint not null,
  name text not null,
  fork_of text collate "C",
  at bigint not null,
  view jsonb not null,
  primary key (log, epoch)
);
create index on dashboard.repositories (fork_of) where fork_of is not null;

create table dashboard.threads (
  log text collate "C" not null,
  epoch bigint not null,
  op text collate "C" not null,
  number int not null,
  kind text not null,
  state text not null,
  accepted boolean not null,
  title text not null,
  author_core text collate "C" not null,
  author_user text collate "C",
  author_name text,
  labels text[] not null,
  assignees text[] not null,
  at bigint not null,
  updated bigint not null,
  view jsonb not null,
  search tsvector not null,
  primary key (log, epoch, op)
);
create index on dashboard.threads (log, epoch, kind, number desc, op desc);
create index on dashboard.threads (log, epoch, kind, updated desc, op desc);
create index on dashboard.threads (op);
create index on dashboard.threads (author_user) where author_user is not null;
create index on dashboard.threads using gin (search);
create index on dashboard.threads using gin (labels);

create table dashboard.ops (
  log text collate "C" not null,
  epoch bigint not null,
  op text collate "C" not null,
  thread text collate "C",
  core text collate "C" not null,
  seq bigint not null,
  type text not null,
  outcome text not null,
  reason text,
  visible boolean not null,
  at bigint not null,
  n bigint not null,
  view jsonb not null,
  search tsvector,
  primary key (log, epoch, op)
);
create index on dashboard.ops (log, epoch, thread, at, n, op);
create index on dashboard.ops (log, epoch, type, at desc, n desc, op desc);
create index on dashboard.ops (log, epoch, core, seq);
create index on dashboard.ops (log, epoch, at desc) where outcome = 'violation';
create index on dashboard.ops using gin (search) where search is not null;

create table dashboard.cores (
  log text collate "C" not null,
  epoch bigint not null,
  core text collate "C" not null,
  person text collate "C" not null,
  user_id text collate "C",
  role text not null,
  blacklisted boolean not null,
  view jsonb not null,
  primary key (log, epoch, core)
);
create index on dashboard.cores (user_id) where user_id is not null;
create index on dashboard.cores (log, epoch, role) where role <> 'normal';
create index on dashboard.cores (log, epoch) where blacklisted;

create table dashboard.identities (
  log text collate "C" not null,
  core text collate "C" not null,
  user_id text collate "C" not null,
  state text not null,
  version bigint not null,
  primary key (log, core, user_id)
);
create index on dashboard.identities (user_id);
`

/**
 * The tables of the notifier, in the PostgreSQL schema `notifier`. Addresses are here and in the mails, and nowhere else.
 * Times are ms since 1970 on the services' own clocks, so that they compare with when the validator first saw an op.
 */
export const tablesSql = `
create table notifier.link_keys (
  id smallint primary key,
  secret bytea not null check (length(secret) = 32),
  created_at_ms bigint not null
);

create table notifier.subscriptions (
  id uuid primary key default gen_random_uuid(),
  log text not null,
  thread text not null,
  thread_title text not null,
  address text not null,
  level text not null check (level in ('all', 'comments')),
  state text not null check (state in ('pending', 'confirmed', 'unsubscribed')),
  round integer not null default 1,
  asked_at_ms bigint not null,
  confirmed_at_ms bigint,
  ended_at_ms bigint,
  unique (thread, address)
);
create index subscriptions_told on notifier.subscriptions (thread) where state = 'confirmed';

create table notifier.requests (
  at_ms bigint not null,
  address text not null,
  thread text not null,
  client text not null
);
create index requests_recent on notifier.requests (at_ms);

create table notifier.suppressions (
  address text primary key,
  reason text not null,
  at_ms bigint not null
);

create table notifier.notices (
  op text primary key,
  log text not null,
  epoch bigint not null,
  number bigint not null,
  thread text,
  kind text,
  first_seen_at_ms bigint,
  withdrawn boolean not null,
  content jsonb,
  updated_at_ms bigint not null,
  check (withdrawn or (thread is not null and kind is not null and first_seen_at_ms is not null and content is not null))
);

create table notifier.outbox (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  op text,
  subscription uuid not null references notifier.subscriptions on delete cascade,
  recipient text not null,
  state text not null check (state in ('held', 'claimed', 'handed', 'sent', 'failed', 'withdrawn', 'unknown')),
  note text,
  subject text,
  message_id text,
  attempts integer not null default 0,
  created_at_ms bigint not null,
  due_at_ms bigint not null,
  claim uuid,
  claimed_until_ms bigint,
  hinted_at_ms bigint not null,
  settled_at_ms bigint,
  unique (op, recipient),
  check ((kind = 'confirmation') = (op is null))
);
create index outbox_due on notifier.outbox (due_at_ms) where state = 'held';
create index outbox_in_hand on notifier.outbox (claimed_until_ms) where state in ('claimed', 'handed');
create index outbox_settled on notifier.outbox (settled_at_ms) where settled_at_ms is not null;
create index outbox_newest on notifier.outbox (created_at_ms desc, id desc);
`

/**
 * An address may follow a user as well as a thread, once the user has signed for it: `log` and `thread` are then the user's id. What the user should
 * hear is a notice with the identity service's id in place of an op's.
 */
export const peopleSql = `
alter table notifier.subscriptions add column about text not null default 'thread' check (about in ('thread', 'user'));
alter table notifier.notices add column about text not null default 'thread' check (about in ('thread', 'user'));
create index subscriptions_of_user on notifier.subscriptions (thread) where about = 'user';

create table notifier.identities (
  log text not null,
  core text not null,
  user_id text not null,
  state text not null,
  name text not null,
  version bigint not null,
  primary key (log, core, user_id)
);
`

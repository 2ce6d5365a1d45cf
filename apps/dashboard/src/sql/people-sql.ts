/**
 * What the identity service says of people: beside each core that claims a user, and of each user whose log it asked for. `profiles.view` is the
 * whole record as it was said; `identities.name` is the user's newest one.
 */
export const peopleSql = `
alter table dashboard.identities
  add column name text not null default '',
  add column claim text,
  add column link text,
  add column problem text;
create index on dashboard.identities (problem, log, core) where problem is not null;
create index on dashboard.identities (log, core) where state = 'disowned';

create table dashboard.profiles (
  user_id text collate "C" primary key,
  name text not null,
  following text not null,
  view jsonb not null,
  version bigint not null
);
create index on dashboard.profiles (following, user_id) where following <> 'followed';
`

/** Bundles that were asked for, as replicators gathered them: a cache, of which nothing is lost when it is emptied. */
export const evidenceSql = `
create table dashboard.evidence (
  log text collate "C" not null,
  kind text not null,
  op text collate "C" not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  digest text collate "C",
  parts int,
  bytes bigint,
  problem_code text,
  problem text,
  primary key (log, kind, op)
);
create index on dashboard.evidence (asked_at);

create table dashboard.evidence_parts (
  log text collate "C" not null,
  kind text not null,
  op text collate "C" not null,
  digest text collate "C" not null,
  part int not null,
  at timestamptz not null default now(),
  bytes int not null,
  text text not null,
  primary key (log, kind, op, digest, part),
  foreign key (log, kind, op) references dashboard.evidence on delete cascade
);
create index on dashboard.evidence_parts (at);
`

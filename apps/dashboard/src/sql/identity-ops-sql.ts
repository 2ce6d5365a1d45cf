/** What a core claims and who paired with it is looked up for the page that says why, in logs where strangers write as many ops as they like. */
export const identityOpsSql = `
create index on dashboard.ops (log, epoch, core, seq) where type = 'identity.claim';
create index on dashboard.ops (log, epoch, core, seq) where type in ('identity.pair', 'identity.unpair');
create index on dashboard.ops (log, epoch, (view->'action'->>'core'), at, n, op) where type in ('identity.pair', 'identity.unpair');
`

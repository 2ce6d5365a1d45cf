/** Whether a fork was announced is asked for each that is listed, in logs where strangers may announce any number of them. */
export const forksSql = `
create index on dashboard.ops (log, epoch, (view->'action'->>'repository')) where type = 'fork.announce';
`

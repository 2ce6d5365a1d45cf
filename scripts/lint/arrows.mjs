/**
 * What each workspace may import, as ARCHITECTURE.md draws it: domain ← store, log, queues ← client ← apps.
 * A workspace that is not listed here is refused, so that a new one gets its place in the picture first.
 */
const services = ['config', 'database', 'domain', 'observability', 'queues']

export const arrows = {
  domain: [],
  config: [],
  observability: [],
  database: [],
  store: ['domain'],
  log: ['domain'],
  queues: ['domain', 'database'],
  client: ['domain', 'log', 'store'],
  testing: ['database'],
  replicator: [...services, 'client', 'log', 'store'],
  validator: [...services, 'client', 'log', 'store'],
  identity: [...services, 'client', 'log', 'store'],
  notifier: [...services, 'client', 'log', 'store'],
  dashboard: [...services, 'client', 'log', 'store'],
  mirror: [...services, 'client', 'log', 'store', 'replicator', 'validator', 'identity', 'notifier', 'dashboard'],
  hypergit: ['client', 'config', 'domain', 'log', 'observability', 'store'],
  bench: [...services, 'client', 'log', 'store', 'testing'],
}

/** Libraries that have one home; bench measures against the bare library, so it may import them too. */
export const homes = {
  corestore: ['log', 'bench'],
  hypercore: ['log', 'bench'],
  protomux: ['log', 'bench'],
  hyperdb: ['store', 'bench'],
  bullmq: ['queues'],
  '@nestjs/bullmq': ['queues'],
  ioredis: ['queues'],
}

/** Test files may look further than the code beside them: at what they check it against, and at what runs it. */
export const testsMayImport = ['testing']

/** The rules of a log give the same answer everywhere, so what differs between machines or moments is refused. */
export const impure = {
  members: { Date: ['now'], Math: ['random'], performance: ['now'], process: '*', console: '*', crypto: '*' },
  calls: ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'require'],
}

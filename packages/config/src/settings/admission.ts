import { bytesOf, countOf } from './quota.js'

/** What strangers can make a replicator store or do; the names are those of the admission limits of @hypergit/log, whose defaults hold. */
export const admission = {
  connectionsMax: countOf('CONNECTIONS', 'open connections', '256'),
  newCoresPerConnectionMinuteMax: countOf(
    'NEW_CORES_PER_MINUTE',
    'new cores that one connection brings in a minute',
    '5000',
  ),
  coresPerLogMax: countOf('CORES_PER_REPOSITORY', 'cores of one repository', '100000'),
  opsPerCoreDayMax: countOf('OPS_PER_CORE_DAY', 'ops of one core in a day', '50000'),
  bytesPerCoreDayMax: bytesOf('BYTES_PER_CORE_DAY', 'bytes of one core in a day', '128M'),
  bytesPerLogMax: bytesOf('BYTES_PER_REPOSITORY', 'bytes of one repository', '4G'),
  bytesTotalMax: bytesOf('BYTES_TOTAL', 'bytes in all; then new blocks are refused and old ones still served', '64G'),
} as const

export type AdmissionQuotas = { readonly [Name in keyof typeof admission]?: number }

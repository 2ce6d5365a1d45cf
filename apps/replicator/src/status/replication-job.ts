import { toZ32, type CoreKey } from '@hypergit/domain'
import type { Connection, LogStorage } from '@hypergit/log'
import { connectionsMax, type ConnectionView, type Draft, type ReplicationJob } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'

const provenMax = 1_024

const viewOf = (
  hosted: HostedLog,
  connection: Connection,
  ours: ReadonlySet<CoreKey>,
  nowMs: number,
): ConnectionView => ({
  noiseKey: toZ32(connection.peer),
  proven: connection.provenCores.filter((core) => ours.has(core)).slice(0, provenMax),
  since: hosted.peersSince.get(connection.peer) ?? nowMs,
})

/** How the replication of a log goes now. */
export const replicationJob = (hosted: HostedLog, storage: LogStorage, nowMs: number): Draft<ReplicationJob> => {
  const { log } = hosted
  const cores = log.cores()
  const ours = new Set(cores.map(({ core }) => core))
  const admission = storage.admissionStatus()
  const speaking = storage.connections().filter((connection) => connection.logs.includes(log.id))
  return {
    log: log.id,
    at: nowMs,
    peers: log.peers().length,
    cores: cores.length,
    bytes: cores.reduce((bytes, core) => bytes + core.byteLength, 0),
    behindBlocks: log.behindBy(),
    admission: { refusing: admission.full || hosted.refusals.size > 0, reasons: [...hosted.refusals] },
    connections: speaking.slice(0, connectionsMax).map((connection) => viewOf(hosted, connection, ours, nowMs)),
  }
}

import type { LogId } from '@hypergit/domain'
import type { Handlers, Producer } from '@hypergit/queues'
import type { Pool } from 'pg'
import type { EvidenceStore } from '../evidence/evidence-store.js'
import { applyChanges, readProgress, type Applied } from './apply-changes.js'
import { applyReplication } from './peer-state.js'
import { applyIdentities, applyProfiles } from './people-state.js'

/** Asks the validator for what the projection lacks of a log. */
export const askForMissing = async (pool: Pool, resync: Producer<'resync'>, log: LogId): Promise<void> => {
  const { shown, pending } = await readProgress(pool, log)
  const newest = pending ?? shown
  await resync.send(newest === undefined ? { log } : { log, have: { epoch: newest.epoch, number: newest.number } })
}

/** What the dashboard does with the jobs it is sent. `onApplied` is told what became of each changes job. */
export const jobHandlers = (
  pool: Pool,
  resync: Producer<'resync'>,
  evidence: EvidenceStore,
  onApplied: (result: Applied) => void,
): Handlers<'dashboard'> => ({
  changes: async (job) => {
    const result = await applyChanges(pool, job)
    onApplied(result)
    if (result === 'gap') await askForMissing(pool, resync, job.log)
  },
  identities: (job) => applyIdentities(pool, job),
  profiles: (job) => applyProfiles(pool, job),
  replication: (job) => applyReplication(pool, job),
  bundles: (job) => evidence.take(job),
})

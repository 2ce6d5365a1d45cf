import type { LogId } from '@hypergit/domain'
import type { Producer } from '@hypergit/queues'
import type { HostingState, HostingStore } from './hosting-store.js'

/** Which repositories the mirror hosts: what the operator wants, told to replicator and identity service at once and by every sweep. */
export class HostedRepositories {
  constructor(
    private readonly store: HostingStore,
    private readonly jobs: Producer<'hosting'>,
    private readonly hosted: Producer<'hosted'>,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Repeating what already holds changes nothing, and tells them again. */
  async host(log: LogId): Promise<{ readonly state: HostingState; readonly changed: boolean }> {
    return this.set(log, true)
  }

  /** Undefined when the log was never hosted here. */
  async stop(log: LogId): Promise<{ readonly state: HostingState; readonly changed: boolean } | undefined> {
    return (await this.store.get(log)) === undefined ? undefined : this.set(log, false)
  }

  private async set(log: LogId, host: boolean) {
    const result = await this.store.set(log, host)
    // SQL has it: when the queue does not answer now, the sweep tells them within a minute.
    await this.jobs.send({ ...result.state, by: 'operator' }).catch(this.onProblem)
    await this.hosted.send(result.state).catch(this.onProblem)
    return result
  }
}

import {
  noOp,
  type Applied,
  type BatchReport,
  type CoreKey,
  type OpId,
  type OpView,
  type ThreadView,
} from '@hypergit/domain'
import { boundedGroups, eventsMax, jsonBytes, type Draft, type EventsJob, type EventView } from '@hypergit/queues'
import type { OpPlace, Sighting } from '../sql/sighting-store.js'
import type { LogState } from '../state/log-state.js'
import { findIntents, type Intent } from './find-intents.js'
import type { JudgingParts } from './judging-parts.js'

const bounds = { bytesMax: 1024 * 1024, countMax: eventsMax }

/**
 * An op that was first seen longer ago is history when it is judged anew. A younger one may never have reached the notifier, if a kill and an
 * emptied Redis came together, so it is news once more: a mail is unique in SQL, and `firstSeenAt` stays what it was.
 */
const newsForMs = 10 * 60_000

const placeOf = ({ author, seq }: OpView): OpPlace => ({ core: author.core, seq })

/** What the notifier is told of one log, and when the mirror first saw which op. */
export class News {
  /** Cores of which another state had judged more than this one has so far. */
  readonly #owed = new Map<CoreKey, number>()

  private constructor(
    private readonly state: LogState,
    private readonly parts: JudgingParts,
    private readonly seen: Map<CoreKey, number>,
  ) {
    for (const [core, length] of seen) {
      if ((state.applied(core)?.length ?? 0) < length) this.#owed.set(core, length)
    }
  }

  static async open(state: LogState, parts: JudgingParts): Promise<News> {
    return new News(state, parts, await parts.sightings.lengths(state.log))
  }

  /** The state is being rebuilt: blocks are missing that the mirror had judged before. */
  get catchingUp(): boolean {
    return this.#owed.size > 0
  }

  /** Cores of which blocks are missing that the mirror had judged before, as far as this state has them. */
  owed(): readonly Applied[] {
    return [...this.#owed.keys()].map((core) => this.state.applied(core) ?? { core, length: 0, head: noOp })
  }

  /** Sends the events of a report, and then notes what was seen. */
  async tell(report: BatchReport, epoch: number): Promise<void> {
    const { events, withdrawn } = findIntents(report)
    const version = { log: this.state.log, epoch, number: report.version }
    const jobs = [...this.#jobs(version, await this.#eventViews(report, events), withdrawn)]
    await this.parts.teller.events(jobs)
    await this.#noteSeen(report)
  }

  *#jobs(
    version: Pick<EventsJob, 'log' | 'epoch' | 'number'>,
    events: readonly EventView[],
    withdrawn: readonly OpId[],
  ): Generator<Draft<EventsJob>> {
    for (const group of boundedGroups(events, jsonBytes, bounds)) yield { ...version, events: group, withdrawn: [] }
    for (const group of boundedGroups(withdrawn, jsonBytes, bounds)) yield { ...version, events: [], withdrawn: group }
  }

  async #eventViews(report: BatchReport, intents: readonly Intent[]): Promise<readonly EventView[]> {
    if (intents.length === 0) return []
    const nowMs = this.parts.now()
    const fresh = new Set(report.fresh)
    const firstSeen = await this.#firstSeen(intents.map(({ op }) => op))
    const name = (report.repository ?? (await this.state.repository()))?.name ?? ''
    const threads = new Map(report.threads.map((thread) => [thread.op, thread]))
    const views: EventView[] = []
    for (const [index, { kind, op, thread: threadOp }] of intents.entries()) {
      const thread = threads.get(threadOp) ?? (await this.state.thread(threadOp))
      if (thread === undefined) continue
      const seenAtMs = firstSeen[index]
      const old = fresh.has(op.id) ? seenAtMs !== undefined && nowMs - seenAtMs > newsForMs : this.catchingUp
      views.push({
        kind,
        op,
        thread: titleOf(thread),
        repository: { id: this.state.log, name },
        replay: old,
        firstSeenAt: seenAtMs ?? nowMs,
      })
    }
    return views
  }

  /** Only what lies below a known length has to be asked for. */
  async #firstSeen(ops: readonly OpView[]): Promise<readonly (number | undefined)[]> {
    const known = ops.filter((op) => op.seq < (this.seen.get(op.author.core) ?? 0))
    const times = await this.parts.sightings.firstSeen(this.state.log, known.map(placeOf))
    const byOp = new Map(known.map((op, index) => [op.id, times[index]]))
    return ops.map((op) => byOp.get(op.id))
  }

  async #noteSeen(report: BatchReport): Promise<void> {
    const fresh = new Set(report.fresh)
    const lengths = new Map<CoreKey, number>()
    for (const { id, author, seq } of report.ops) {
      if (fresh.has(id)) lengths.set(author.core, Math.max(lengths.get(author.core) ?? 0, seq + 1))
    }
    const sightings: Sighting[] = [...lengths]
      .filter(([core, length]) => length > (this.seen.get(core) ?? 0))
      .map(([core, length]) => ({ core, length }))
    await this.parts.sightings.add(this.state.log, sightings, this.parts.now())
    for (const { core, length } of sightings) this.seen.set(core, length)
    for (const [core, length] of this.#owed) {
      if ((this.state.applied(core)?.length ?? 0) >= length) this.#owed.delete(core)
    }
  }
}

const titleOf = ({ op, number, kind, title }: ThreadView): EventView['thread'] => ({ op, number, kind, title })

import type { Log } from '../log-api.js'

const firstPauseMs = 1_000
/** Each pause is twice the one before, so the last look is some four minutes after the peer was lost; the swarm itself looks every ten. */
const looksAfterLossMax = 8
/** Two that join at the same moment can miss each other's announcement; after a quarter of a minute it is certain that nobody was there. */
const looksAfterJoinMax = 4

/** Who has fewer left than this looks again: two that still have each other would not find a third one that lost them both. */
const fewPeers = 3

interface Watch {
  readonly log: Log
  readonly onAdded: () => void
  readonly onRemoved: () => void
  timer: NodeJS.Timeout | undefined
}

/**
 * Looks again, a bounded number of times, for peers of logs that have lost one of their last or have just been joined: where a DHT is small, whoever
 * comes back after a crash finds none of the announcements that were made before it. A log that has long been without a peer costs nothing.
 */
export class LonelyLogs {
  readonly #watched = new Map<string, Watch>()

  constructor(private readonly refresh: (log: Log) => Promise<void>) {}

  watch(log: Log): void {
    if (this.#watched.has(log.id)) return
    const watch: Watch = {
      log,
      timer: undefined,
      onAdded: () => this.#rest(watch),
      onRemoved: () => {
        if (log.peers().length < fewPeers) this.#lookLater(watch, 0, looksAfterLossMax)
      },
    }
    this.#watched.set(log.id, watch)
    log.on('peer-added', watch.onAdded)
    log.on('peer-removed', watch.onRemoved)
    if (log.peers().length === 0) this.#lookLater(watch, 0, looksAfterJoinMax)
  }

  unwatch(log: Log): void {
    const watch = this.#watched.get(log.id)
    if (watch === undefined) return
    this.#watched.delete(log.id)
    this.#rest(watch)
    watch.log.off('peer-added', watch.onAdded)
    watch.log.off('peer-removed', watch.onRemoved)
  }

  close(): void {
    for (const { log } of this.#watched.values()) this.unwatch(log)
  }

  #rest(watch: Watch): void {
    clearTimeout(watch.timer)
    watch.timer = undefined
  }

  #lookLater(watch: Watch, looks: number, looksMax: number): void {
    this.#rest(watch)
    if (looks >= looksMax) return
    watch.timer = setTimeout(() => this.#look(watch, looks, looksMax), firstPauseMs * 2 ** looks)
    watch.timer.unref()
  }

  #look(watch: Watch, looks: number, looksMax: number): void {
    const { timer } = watch
    const again = (): void => {
      // Somebody who came meanwhile, or the end of the watch, has cleared the timer that brought this look about.
      if (watch.timer === timer) this.#lookLater(watch, looks + 1, looksMax)
    }
    // A look that fails, since no DHT node answers, is as good as one that finds nobody.
    void this.refresh(watch.log)
      .catch(() => undefined)
      .finally(again)
  }
}

import { logId, type LogId } from '@hypergit/domain'
import type { Draft, FollowJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { identityColumns, identityJobs, identityOf, type IdentityRow } from './claims/identity-rows.js'
import { dropAnswered, dueNotices, forgetNotices, noticeJobs } from './notices/notice-store.js'
import type { PeopleStore } from './people-store.js'
import { say, type Producers } from './saying.js'
import type { IdentitySettings } from './settings.js'
import { profileJobs, profileOf, userColumns, type UserRow } from './users/profile-rows.js'

const pageLength = 500
/** Whom the replicator has not answered for is asked for again after this. */
const unansweredMs = 30_000
/** Beyond every version. */
const lastVersion = String(Number.MAX_SAFE_INTEGER)

export interface ResendingParts {
  readonly pool: Pool
  readonly store: PeopleStore
  readonly to: Producers
  readonly settings: IdentitySettings
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

/** After `fromMs`, up to `toMs`. */
interface Window {
  readonly fromMs: number
  readonly toMs: number
}

interface ChangedRow {
  readonly version: string
  readonly changed_at_ms: string
}

/**
 * Says again what an emptied Redis may have lost: each change a few times, and whom to follow until the replicator has answered; at the first run and
 * then rarely, everybody who is to be followed, and it asks for what their logs told that is not known here.
 */
export class Resending {
  #fullDueAtMs = -Infinity
  #unansweredDueAtMs = -Infinity
  #lastRunMs: number

  /** What became due while nobody was here is looked at once. */
  constructor(private readonly parts: ResendingParts) {
    this.#lastRunMs = parts.now() - 2 * (parts.settings.resendAfterMs.at(-1) ?? 0)
  }

  /** Stops early when `signal` is aborted. Rejects when SQL or the queues fail; the next run begins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { settings, now, random } = this.parts
    const nowMs = now()
    for (const window of this.#windows(nowMs)) {
      await this.#changed(window, signal)
      await this.#notices(window, signal)
    }
    await dropAnswered(this.parts.pool, nowMs)
    await this.#notices({ fromMs: this.#lastRunMs, toMs: nowMs }, signal)
    await this.#unanswered(nowMs, signal)
    if (!signal.aborted) this.#lastRunMs = nowMs
    if (now() < this.#fullDueAtMs) return
    await this.#reviewAll(signal)
    await this.#follows('true', signal)
    await this.#asks(signal)
    await forgetNotices(this.parts.pool, now() - settings.noticesKeptMs)
    if (!signal.aborted) this.#fullDueAtMs = now() + settings.fullResendMs * (0.8 + 0.4 * random())
  }

  /** Of each time after which changes are said again: those that have come to it since the last run. */
  #windows(nowMs: number): readonly Window[] {
    return this.parts.settings.resendAfterMs.map((ageMs) => ({ fromMs: this.#lastRunMs - ageMs, toMs: nowMs - ageMs }))
  }

  /** Whom the replicator was asked to follow, and has said nothing of. */
  async #unanswered(nowMs: number, signal: AbortSignal): Promise<void> {
    if (nowMs < this.#unansweredDueAtMs) return
    await this.#follows('wanted and following_at_ms = 0', signal)
    this.#unansweredDueAtMs = nowMs + unansweredMs
  }

  async #changed(window: Window, signal: AbortSignal): Promise<void> {
    const { to } = this.parts
    const claims = `select ${identityColumns}, c.changed_at_ms from claims c
      where (c.changed_at_ms, c.version) > ($1::bigint, $2::bigint) and c.changed_at_ms <= $4 order by c.changed_at_ms, c.version limit $3`
    await this.#pages<IdentityRow & ChangedRow>(claims, window, signal, (rows) =>
      to.identities.sendAll(identityJobs(rows.map(identityOf))),
    )
    const users = `select ${userColumns}, changed_at_ms from users
      where (changed_at_ms, version) > ($1::bigint, $2::bigint) and changed_at_ms <= $4 order by changed_at_ms, version limit $3`
    await this.#pages<UserRow & ChangedRow>(users, window, signal, (rows) =>
      to.profiles.sendAll(profileJobs(rows.map(profileOf))),
    )
  }

  async #pages<Row extends ChangedRow>(
    sql: string,
    { fromMs, toMs }: Window,
    signal: AbortSignal,
    send: (rows: readonly Row[]) => Promise<void>,
  ): Promise<void> {
    for (let place = [String(fromMs), lastVersion]; !signal.aborted;) {
      const { rows } = await this.parts.pool.query<Row>(sql, [...place, pageLength, toMs])
      const last = rows.at(-1)
      if (last === undefined) return
      await send(rows)
      place = [last.changed_at_ms, last.version]
    }
  }

  async #follows(which: 'true' | 'wanted and following_at_ms = 0', signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const { rows } = await this.parts.pool.query<{ user_log: string; wanted: boolean }>(
        `select user_log, wanted from users where ${which} and user_log > $1 order by user_log limit $2`,
        [after, pageLength],
      )
      const last = rows.at(-1)
      if (last === undefined) return
      const jobs: Draft<FollowJob>[] = rows.map((row) => ({ user: logId(row.user_log), follow: row.wanted }))
      await this.parts.to.follow.sendAll(jobs)
      after = last.user_log
    }
  }

  async #notices(window: Window, signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const notices = await dueNotices(this.parts.pool, window, after)
      const last = notices.at(-1)
      if (last === undefined) return
      await this.parts.to.notices.sendAll(noticeJobs(notices))
      after = last.id
    }
  }

  async #reviewAll(signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const { rows } = await this.parts.pool.query<{ log: LogId }>(
        'select log from repositories where log > $1 order by log limit $2',
        [after, pageLength],
      )
      const last = rows.at(-1)
      if (last === undefined) return
      for (const { log } of rows) {
        if (signal.aborted) return
        await say(this.parts.to, await this.parts.store.review(log))
      }
      after = last.log
    }
  }

  async #asks(signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const { rows } = await this.parts.pool.query<{ user_log: string; epoch: string; number: string; known: boolean }>(
        `select user_log, epoch, number, view is not null as known from users
         where wanted and following in ('followed', 'over-quota') and user_log > $1 order by user_log limit $2`,
        [after, pageLength],
      )
      const last = rows.at(-1)
      if (last === undefined) return
      await this.parts.to.asks.sendAll(
        rows.map(({ user_log, epoch, number, known }) => ({
          user: logId(user_log),
          ...(known ? { have: { epoch: Number(epoch), number: Number(number) } } : {}),
        })),
      )
      after = last.user_log
    }
  }
}

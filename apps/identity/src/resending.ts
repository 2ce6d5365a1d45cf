import { logId, type LogId } from '@hypergit/domain'
import type { Draft, FollowJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { identityColumns, identityJob, type IdentityRow } from './claims/identity-rows.js'
import { dropAnswered, dueNotices, forgetNotices, noticeJobs } from './notices/notice-store.js'
import type { PeopleStore } from './people-store.js'
import { say, type Producers } from './saying.js'
import type { IdentitySettings } from './settings.js'
import { profileJob, userColumns, type UserRow } from './users/profile-rows.js'

const pageLength = 500

export interface ResendingParts {
  readonly pool: Pool
  readonly store: PeopleStore
  readonly to: Producers
  readonly settings: IdentitySettings
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

interface ChangedRow {
  readonly version: string
  readonly changed_at_ms: string
}

/**
 * Says again what an emptied Redis may have lost: at every run what changed of late, and whom to follow until the replicator has answered; at the
 * first run and then rarely, everybody who is to be followed, and it asks for what their logs told that is not known here.
 */
export class Resending {
  #fullDueAtMs = -Infinity
  #saidDueToMs = -Infinity

  constructor(private readonly parts: ResendingParts) {}

  /** Stops early when `signal` is aborted. Rejects when SQL or the queues fail; the next run begins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { settings, now, random } = this.parts
    const sinceMs = now() - settings.resendForMs
    await this.#changed(sinceMs, signal)
    await this.#follows('wanted and following_at_ms = 0', signal)
    await this.#notices(signal)
    if (now() < this.#fullDueAtMs) return
    await this.#reviewAll(signal)
    await this.#follows('true', signal)
    await this.#asks(signal)
    await forgetNotices(this.parts.pool, now() - settings.noticesKeptMs)
    if (!signal.aborted) this.#fullDueAtMs = now() + settings.fullResendMs * (0.8 + 0.4 * random())
  }

  async #changed(sinceMs: number, signal: AbortSignal): Promise<void> {
    const { to } = this.parts
    const claims = `select ${identityColumns}, c.changed_at_ms from claims c
      where (c.changed_at_ms, c.version) > ($1::bigint, $2::bigint) order by c.changed_at_ms, c.version limit $3`
    await this.#pages<IdentityRow & ChangedRow>(claims, sinceMs, signal, (rows) =>
      to.identities.sendAll(rows.map(identityJob)),
    )
    const users = `select ${userColumns}, changed_at_ms from users
      where (changed_at_ms, version) > ($1::bigint, $2::bigint) order by changed_at_ms, version limit $3`
    await this.#pages<UserRow & ChangedRow>(users, sinceMs, signal, (rows) => to.profiles.sendAll(rows.map(profileJob)))
  }

  async #pages<Row extends ChangedRow>(
    sql: string,
    sinceMs: number,
    signal: AbortSignal,
    send: (rows: readonly Row[]) => Promise<void>,
  ): Promise<void> {
    for (let place = [String(sinceMs), '0']; !signal.aborted;) {
      const { rows } = await this.parts.pool.query<Row>(sql, [...place, pageLength])
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

  /** What became due since the last run, and what was due shortly before the first one. */
  async #notices(signal: AbortSignal): Promise<void> {
    const { pool, to, settings, now } = this.parts
    const toMs = now()
    await dropAnswered(pool, toMs)
    const fromMs = Math.max(this.#saidDueToMs - settings.resendForMs, toMs - 2 * settings.resendForMs)
    for (let after = ''; !signal.aborted;) {
      const notices = await dueNotices(pool, { fromMs, toMs }, after)
      const last = notices.at(-1)
      if (last === undefined) break
      await to.notices.sendAll(noticeJobs(notices))
      after = last.id
    }
    this.#saidDueToMs = toMs
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

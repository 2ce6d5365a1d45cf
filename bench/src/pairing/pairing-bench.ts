import { join } from 'node:path'
import { openPeer, type Peer } from '@hypergit/client'
import { startLocalBootstrap } from '@hypergit/log'
import { tempDir } from '@hypergit/testing'
import type { BenchOptions } from '../bench.js'
import { median, percentile } from '../measure/statistics.js'
import { inMs, table } from '../measure/table.js'
import { plainPairingMs } from './plain-pairing.js'

const pairsDefault = 15
const warmUpPairs = 1

/** Since the invite was shown, ms. */
interface PairingTimes {
  /** Both machines show the words. */
  readonly words: number
  /** The inviting machine has let the other one in, having been told to as soon as both showed the words. */
  readonly authorized: number
  /** The new machine has the user log and has written to it. */
  readonly ready: number
}

const never = (what: string): never => {
  throw new Error(`the pairing ended before ${what}`)
}

/** One machine is let in by another; nobody takes time to compare. */
const pairingTimes = async (laptop: Peer, desktop: Peer): Promise<PairingTimes> => {
  let from = Number.NaN
  const since = (): number => performance.now() - from
  const times = { words: Number.NaN, authorized: Number.NaN, ready: Number.NaN }
  const joinIt = async (invite: string): Promise<void> => {
    for await (const event of desktop.joinUser({ invite, name: 'bench' })) {
      if (event.kind === 'failed') throw new Error(event.failure.message)
      if (event.kind === 'joined') times.ready = event.ready ? since() : never('it was ready')
    }
  }
  let joining: Promise<void> | undefined
  for await (const event of laptop.inviteDevice({})) {
    if (event.kind === 'failed') throw new Error(event.failure.message)
    if (event.kind === 'invite') {
      from = performance.now()
      joining = joinIt(event.invite)
      joining.catch(() => undefined)
    }
    if (event.kind === 'candidate') {
      times.words = since()
      void laptop.decideInvite({ words: event.words, accept: true })
    }
    if (event.kind === 'authorized') times.authorized = since()
  }
  await (joining ?? never('an invite was shown'))
  return times
}

const measured = async (pairs: number): Promise<{ readonly ours: PairingTimes[]; readonly plain: number[] }> => {
  const dir = await tempDir('hypergit-bench-pairing-')
  const dht = await startLocalBootstrap()
  const bootstrap = dht.address
  const laptop = await openPeer({ home: join(dir.path, 'laptop'), bootstrap })
  try {
    const created = await laptop.createUser({ name: 'Bench' })
    if (!created.ok) throw new Error(created.failure.message)
    const [ours, plain]: [PairingTimes[], number[]] = [[], []]
    for (let pair = -warmUpPairs; pair < pairs; pair++) {
      const desktop = await openPeer({ home: join(dir.path, `desktop-${pair}`), bootstrap })
      const times = await pairingTimes(laptop, desktop)
      await desktop.close()
      const plainMs = await plainPairingMs(bootstrap)
      if (pair < 0) continue
      ours.push(times)
      plain.push(plainMs)
    }
    return { ours, plain }
  } finally {
    await laptop.close()
    await dht.stop()
    await dir.remove()
  }
}

const row = (name: string, samples: readonly number[]): string[] => [
  name,
  inMs(median(samples)),
  inMs(percentile(samples, 0.99)),
  inMs(Math.max(...samples)),
]

/** From an invite until another machine is one of the user's, on loopback, beside blind-pairing as it comes. */
export const pairingBench = async ({ pairs = pairsDefault, say }: BenchOptions): Promise<void> => {
  const { ours, plain } = await measured(pairs)
  say(
    table(
      [`${pairs} machines, since the invite was shown`, 'median, ms', '99 of 100, ms', 'worst, ms'],
      [
        row(
          'both show the words',
          ours.map(({ words }) => words),
        ),
        row(
          'authorised by the inviting machine',
          ours.map(({ authorized }) => authorized),
        ),
        row(
          'the new machine has the user log and has written to it',
          ours.map(({ ready }) => ready),
        ),
        row('blind-pairing alone', plain),
      ],
    ),
  )
}

import { InvalidArgumentError, type Command } from 'commander'
import { resolve } from 'node:path'
import type { ReplayOptions, ReplayResult } from '@hypergit/client'
import { define } from '../../define.js'
import { failureOf, usage } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { progressOf } from '../../render/progress.js'
import type { Run } from '../../run.js'
import { originOf, tokenOf } from '../mirror/mirror-access.js'

interface ReplayCommandOptions {
  readonly data: string
  readonly peers?: number
  readonly seed?: string
  readonly mirror?: string
  readonly token?: string
}

const peerCount = (text: string): number => {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1 is needed.')
  return count
}

/** A mirror finds the peers only where it looks for them itself, so its DHT has to be named. */
const mirrorOf = async (
  { mirror, token }: ReplayCommandOptions,
  bootstrap: string | undefined,
): Promise<ReplayOptions['mirror']> => {
  if (mirror === undefined) return undefined
  const operatorUrl = originOf(mirror)
  if (bootstrap === undefined || bootstrap === 'local')
    throw usage("--mirror needs --bootstrap HOST:PORT, the mirror's own DHT bootstrap (`bootstrap` in its mirror.json)")
  return { operatorUrl, token: await tokenOf(token) }
}

const optionsOf = async (archive: string, { options }: Run<ReplayCommandOptions>): Promise<ReplayOptions> => {
  const { data, peers, seed } = options
  const bootstrap = options.bootstrap ?? (process.env['HYPERGIT_BOOTSTRAP'] || undefined)
  const mirror = await mirrorOf(options, bootstrap)
  return { file: resolve(archive), data: resolve(data), ...given({ peers, seed, bootstrap, mirror }) }
}

const resultText = ({ link, peers, mirror, blacklist, ops }: ReplayResult): string => {
  const who = `${peers.length} ${peers.length === 1 ? 'peer' : 'peers'}${mirror === undefined ? '' : ' and the mirror'}`
  const ignored = blacklist.length === 0 ? 'nobody blacklisted' : `${blacklist.length} blacklisted`
  return `${link}\n${ops} ops, ${ignored}; ${who} agree on state ${peers[0]?.stateHash ?? ''}`
}

export const replayCommand = (program: Command): void =>
  define<ReplayCommandOptions>(program, {
    name: 'replay',
    description: "Play a project's archive as if it had happened here, by several peers, for tests and benchmarks",
    takes: ['ARCHIVE'],
    bootstrapDefault: 'one of its own on loopback',
    examples: [
      'replay archive.json --data /tmp/replay --peers 3 --seed 7 --json',
      'replay archive.json --data /tmp/replay --bootstrap 127.0.0.1:49737 --mirror http://127.0.0.1:8081/operator --token -',
    ],
    options: (command) =>
      command
        .requiredOption('--data <DIR>', "an empty or new folder for the peers' homes, which are kept")
        .option('--peers <N>', 'how many peers share the writing (3)', peerCount)
        .option('--seed <S>', 'decides which peer is whose; the same seed gives the same spread')
        .option('--mirror <OPERATOR_URL>', 'have this mirror host it, and serve it until it has everything')
        .option('--token <T>', "the mirror's token, or - for standard input (HYPERGIT_MIRROR_TOKEN)"),
    run: async (run) => {
      const options = await optionsOf(run.word(0), run)
      const { replayArchive } = await import('@hypergit/client')
      const progress = progressOf('replay', run.output.json)
      try {
        for await (const event of untilInterrupted(replayArchive(options), run.interrupt)) {
          switch (event.kind) {
            case 'progress':
              progress.at(event.done, event.total)
              break
            case 'settling':
              progress.stop()
              run.output.note(`everything is written; waiting until all agree on ${event.link}`)
              break
            case 'done':
              run.output.result(event.result, () => resultText(event.result))
              break
            case 'failed':
              throw failureOf(event.failure)
            default:
              event satisfies never
          }
        }
      } finally {
        progress.stop()
      }
    },
  })

import type { Command } from 'commander'
import type { Answer, MirrorInput, MirrorRepository, Peer } from '@hypergit/client'
import { define, group } from '../../define.js'
import { usage } from '../../failures.js'
import type { Run } from '../../run.js'
import { subscribeCommand } from './subscribe.js'

interface MirrorOptions {
  readonly url: string
  readonly token?: string
}

const tokenBytesMax = 4096

const tokenFromStdin = async (): Promise<string> => {
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.length > tokenBytesMax) throw usage('standard input is too long for a token')
  }
  return text.trim()
}

const tokenOf = async (given: string | undefined): Promise<string> => {
  const token = given === '-' ? await tokenFromStdin() : (given ?? process.env['HYPERGIT_MIRROR_TOKEN'] ?? '')
  if (token === '')
    throw usage('a token of the mirror is needed: --token T, --token - for standard input, or HYPERGIT_MIRROR_TOKEN')
  return token
}

/** The origin of what the operator was given: the dashboard's page or the API's root. */
export const originOf = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw usage(`${JSON.stringify(url)} is no URL of a mirror: http://HOST:PORT or https://HOST is needed`)
  return parsed.origin
}

const stateText = ({ hosted, peers, same }: MirrorRepository): string =>
  !hosted
    ? 'not hosted there'
    : `hosted${peers === undefined ? '' : `, ${peers} peers`}${same === undefined ? '' : same ? ', in the same state as here' : ', not in the same state as here yet'}`

const inputOf = async (run: Run<MirrorOptions>): Promise<MirrorInput> => ({
  repo: run.word(0),
  operatorUrl: originOf(run.options.url),
  token: await tokenOf(run.options.token),
})

interface MirrorCommand {
  readonly name: string
  readonly description: string
  readonly ask: (peer: Peer, input: MirrorInput) => Promise<Answer<MirrorRepository>>
}

const commands: readonly MirrorCommand[] = [
  { name: 'add', description: 'Have a mirror host a repository', ask: (peer, input) => peer.hostOnMirror(input) },
  {
    name: 'remove',
    description: 'Have a mirror stop hosting a repository',
    ask: (peer, input) => peer.leaveMirror(input),
  },
  {
    name: 'status',
    description: 'Ask a mirror how far it is with a repository',
    ask: (peer, input) => peer.mirrorStatus(input),
  },
]

export const mirrorCommands = (program: Command): void => {
  const mirror = group(program, 'mirror', 'Public mirrors')
  for (const { name, description, ask } of commands) {
    define<MirrorOptions>(mirror, {
      name,
      description,
      takes: ['LINK'],
      examples: [`mirror ${name} my-project --url http://localhost:8081 --token -`],
      options: (command) =>
        command
          .requiredOption('--url <OPERATOR_URL>', "the operator's address of the mirror")
          .option('--token <T>', 'its token, or - for standard input (HYPERGIT_MIRROR_TOKEN)'),
      run: async (run) => {
        const input = await inputOf(run)
        const state = run.value(await ask(await run.peer(), input))
        run.output.result(state, () => stateText(state))
      },
    })
  }
  subscribeCommand(mirror)
}

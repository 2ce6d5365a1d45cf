import type { Command } from 'commander'
import type { Answer, MirrorInput, MirrorRepository, Peer } from '@hypergit/client'
import { define, group } from '../../define.js'
import type { Run } from '../../run.js'
import { originOf, tokenOf } from './mirror-access.js'
import { subscribeCommand } from './subscribe.js'

interface MirrorOptions {
  readonly url: string
  readonly token?: string
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

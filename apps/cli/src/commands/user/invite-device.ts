import { type Command, InvalidArgumentError } from 'commander'
import type { InviteEvent, PairedDevice, Peer } from '@hypergit/client'
import { define } from '../../define.js'
import { CommandFailure, failureOf } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { counted } from '../../render/counted.js'
import { safeLine } from '../../render/terminal-text.js'
import type { Run } from '../../run.js'
import { confirm } from './confirm.js'
import { personsTerminal } from './terminal.js'

interface InviteOptions {
  readonly expires?: number
  readonly acceptWords?: string
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

const spanMs = (text: string): number => {
  const [, digits, unit = ''] = /^(\d{1,6})([smh])$/.exec(text.trim()) ?? []
  const each = unitMs[unit]
  if (each === undefined) throw new InvalidArgumentError('a time such as 90s, 10m or 1h is needed.')
  return Number(digits) * each
}

const letIn = ({ name }: PairedDevice): string => `${safeLine(name)} is one of your machines now`

/** Asks whoever sits here, while the stream goes on: the other machine may leave, and the invite may expire. What comes of it is told by the stream. */
const askPerson = async (run: Run<InviteOptions>, peer: Peer, words: string, withdrawn: AbortSignal): Promise<void> => {
  const terminal = run.output.json ? undefined : personsTerminal(run.interrupt)
  if (terminal === undefined) {
    run.output.note(`nobody can be asked here: hypergit user invite --accept-words ${JSON.stringify(words)}`)
    return
  }
  const accept = await confirm(terminal, 'Does the other machine show the same words?', withdrawn)
  if (!withdrawn.aborted) await peer.decideInvite({ words, accept: accept === true })
}

const show = (run: Run<InviteOptions>, peer: Peer, event: InviteEvent, withdrawn: AbortSignal): void => {
  switch (event.kind) {
    case 'failed':
      throw failureOf(event.failure)
    case 'tick':
      return
    case 'invite': {
      const { invite, expiresAt } = event
      run.output.note(
        'On your other machine, until ' +
          `${new Date(expiresAt).toISOString()}: hypergit user join INVITE. Whoever has the invite may ask to be you, so hand it to nobody else.`,
      )
      run.output.result({ event: 'invite', invite, expiresAt }, () => invite)
      return
    }
    case 'candidate': {
      const { words, name, device: core, user } = event
      run.output.result(
        { event: 'candidate', words, name, core, user },
        () => `${safeLine(name)} asks to be one of your machines. It has to show these words:\n\n  ${words}\n`,
      )
      if (run.options.acceptWords === undefined) askPerson(run, peer, words, withdrawn).catch(() => undefined)
      return
    }
    case 'rivals':
      run.output.result(
        { event: 'rivals', count: event.count },
        () =>
          `! ${counted(event.count, 'more machine')} used this invite and ${event.count === 1 ? 'was' : 'were'} refused: somebody else has it. Compare the words well.`,
      )
      return
    case 'authorized': {
      const { kind, device: core, ...rest } = event
      run.output.result({ event: kind, core, ...rest }, () => letIn(event))
      return
    }
    case 'done': {
      const { kind, device: core, ...rest } = event
      run.output.result({ event: kind, core, ...rest }, () => (event.joined ? 'it has your user log' : ''))
      if (!event.joined)
        run.output.note('it has not taken your user log yet: keep one of your machines there, by hypergit seed')
      return
    }
    default:
      event satisfies never
  }
}

export const inviteDevice = (parent: Command): void =>
  define<InviteOptions>(parent, {
    name: 'invite',
    description: 'Invite another machine of yours: shows a one-time invite, and asks before it lets anybody in',
    examples: [
      'user invite',
      'user invite --expires 1h',
      'user invite --accept-words "WORD WORD WORD WORD WORD" --json',
    ],
    options: (command) =>
      command
        .option('--expires <TIME>', 'how long the invite is good, from 10s to 24h (10m)', spanMs)
        .option(
          '--accept-words <WORDS>',
          'let in the machine that shows these words, without asking, and deny any other: by the invite that is open here, else by a new one',
        ),
    run: async (run) => {
      const { expires: expiresMs, acceptWords } = run.options
      const peer = await run.peer()
      if (acceptWords !== undefined) {
        const decided = await peer.decideInvite({ words: acceptWords, accept: true })
        if (decided.ok) {
          const { device: core, ...rest } = decided.value
          run.output.result({ event: 'done', core, ...rest }, () => letIn(decided.value))
          return
        }
        if (decided.failure.code !== 'unknown') throw failureOf(decided.failure)
      }
      const ended = new AbortController()
      try {
        const events = peer.inviteDevice(given({ expiresMs, acceptWords }))
        let isDone = false
        for await (const event of untilInterrupted(events, run.interrupt)) {
          show(run, peer, event, ended.signal)
          isDone = event.kind === 'done'
        }
        if (!isDone && !run.interrupt.wasStopped())
          throw new CommandFailure('invite-stopped', 'the invite ended before anybody was let in')
      } finally {
        ended.abort()
      }
    },
  })

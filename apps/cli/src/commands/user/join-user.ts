import type { Command } from 'commander'
import { text } from 'node:stream/consumers'
import { toZ32 } from '@hypergit/domain'
import type { JoinEvent } from '@hypergit/client'
import { define } from '../../define.js'
import { CommandFailure, failureOf, usage } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { safeLine } from '../../render/terminal-text.js'
import type { Run } from '../../run.js'
import { claimedJson, claimedText, claimEverywhere, leftText } from '../identity/claim-everywhere.js'
import { seconds } from '../repo/clone-repo.js'
import { confirm } from './confirm.js'
import type { PhraseTerminal } from './phrase-dialogue.js'
import { personsTerminal } from './terminal.js'

interface JoinOptions {
  readonly yes?: boolean
  readonly name?: string
  readonly wait?: number
  /** `false` by --no-claim. */
  readonly claim: boolean
}

/** Nothing is sent to anybody before the person has said yes. */
const showWords = async (
  run: Run<JoinOptions>,
  { words, user, expiresAt }: Extract<JoinEvent, { readonly kind: 'words' }>,
  terminal: PhraseTerminal | undefined,
): Promise<void> => {
  run.output.result(
    { event: 'words', words, user, expiresAt },
    () => `Your other machine has to show these words:\n\n  ${words}\n`,
  )
  if (terminal === undefined) return
  const yes = await confirm(terminal, `Make this home a machine of user ${toZ32(user)}?`)
  if (yes !== true) throw new CommandFailure('stopped', 'nothing was done, and the invite is still good')
}

/** The machine takes part wherever its user does. What does not come to be is for another time: it is one of theirs in any case. */
const takePart = async (run: Run<JoinOptions>): Promise<void> => {
  const { claimed, left } = await claimEverywhere(run)
  for (const one of claimed) run.output.result({ event: 'claimed', ...claimedJson(one) }, () => claimedText(one))
  if (left.length > 0) run.output.note(leftText(left))
}

export const joinUser = (parent: Command): void =>
  define<JoinOptions>(parent, {
    name: 'join',
    description: 'Make this home one of your machines, by an invite that another of them shows',
    takes: ['INVITE'],
    examples: ['user join hypergit-invite-… --name desktop', 'user join - --yes --json < invite.txt'],
    options: (command) =>
      command
        .option('-y, --yes', 'do not ask; what a script needs')
        .option('--name <NAME>', 'what your user log, which anybody can read, calls this machine (new machine)')
        .option('--wait <SECONDS>', 'how long to look for the other machine (60)', seconds)
        .option('--no-claim', 'leave the repositories that you take part in for later: identity claim --all'),
    run: async (run) => {
      const { yes = false, name, wait } = run.options
      const terminal = yes ? undefined : personsTerminal(run.interrupt)
      if (!yes && terminal === undefined) throw usage('nobody can be asked here: --yes says that this home is to join')
      const word = run.word(0)
      const invite = word === '-' ? await text(process.stdin) : word
      const peer = await run.peer()
      const waitMs = wait === undefined ? undefined : wait * 1000
      let isDone = false
      for await (const event of untilInterrupted(
        peer.joinUser({ invite, ...given({ name, waitMs }) }),
        run.interrupt,
      )) {
        switch (event.kind) {
          case 'failed':
            throw failureOf(event.failure)
          case 'tick':
            break
          case 'words':
            await showWords(run, event, terminal)
            break
          case 'asked':
            run.output.note('the other machine asks whoever sits there')
            break
          case 'joined': {
            const { kind, device: core, ...joined } = event
            isDone = true
            run.output.result(
              { event: kind, core, ...joined },
              () => `this home is a machine of ${safeLine(joined.userName)}, called ${safeLine(joined.name)}`,
            )
            if (!joined.ready) run.output.note('it does not have the whole user log yet: hypergit sync')
            break
          }
          default:
            event satisfies never
        }
      }
      if (!isDone && !run.interrupt.wasStopped())
        throw new CommandFailure('invite-stopped', 'it ended before this machine was let in')
      if (isDone && run.options.claim) await takePart(run)
    },
  })

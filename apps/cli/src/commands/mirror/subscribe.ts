import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { CommandFailure, usage } from '../../failures.js'
import type { Run } from '../../run.js'
import { originOf } from './mirror-access.js'

interface SubscribeOptions {
  readonly url?: string
  readonly email: string
  readonly level?: string
}

const answerWaitMs = 15_000

const post = async (url: string, body: object): Promise<Response> => {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerWaitMs),
    })
  } catch (error) {
    throw new CommandFailure(
      'unreachable',
      `${url} does not answer: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

const acceptedText = 'if that address can be mailed, a mail asks it to confirm'

/** What is new in a thread: nobody needs to say who they are for that. */
const followThread = async (run: Run<SubscribeOptions>, url: string, word: string): Promise<void> => {
  const peer = await run.peer()
  const { thread } = run.value(await peer.thread({ repo: await run.repo(), thread: word }))
  const { email, level } = run.options
  const answer = await post(`${originOf(url)}/api/threads/${toZ32(thread.op)}/subscriptions`, {
    email,
    ...(level === undefined ? {} : { level }),
  })
  if (answer.status !== 202)
    throw new CommandFailure('mirror-refused', `the mirror answered ${answer.status}`, 1, { status: answer.status })
  run.output.result({ op: thread.op, number: thread.number, accepted: true }, () => acceptedText)
}

/** What the home's user should hear of themselves; a machine of theirs signs for it. */
const followSelf = async (run: Run<SubscribeOptions>, url: string): Promise<void> => {
  const { email, level } = run.options
  if (level !== undefined) throw usage('--level goes with a thread: mails about yourself have no levels')
  const peer = await run.peer()
  const bound = run.value(await peer.bindAddress({ mirrorUrl: originOf(url), email }))
  run.output.result(bound, () => acceptedText)
}

const isUrl = (word: string): boolean => /^https?:\/\//i.test(word)

export const subscribeCommand = (parent: Command): void =>
  define<SubscribeOptions>(parent, {
    name: 'subscribe',
    description:
      'Have a mirror mail you, once you have confirmed the address: what is new in thread NUMBER, or, without one, what you should hear of yourself',
    takes: ['[NUMBER|URL]'],
    inRepository: true,
    examples: [
      'mirror subscribe my-project 12 --url http://localhost:8080 --email me@example.org',
      'mirror subscribe http://localhost:8080 --email me@example.org',
    ],
    options: (command) =>
      command
        .option('--url <PUBLIC_URL>', 'the public address of the mirror')
        .requiredOption('--email <ADDRESS>', 'where the mails go')
        .option('--level <LEVEL>', 'what of a thread to mail; comments and changes of state unless given'),
    run: async (run) => {
      const [word] = run.words
      const url = run.options.url ?? (word !== undefined && isUrl(word) ? word : undefined)
      if (url === undefined) throw usage('which mirror? --url URL')
      if (word === undefined || word === url) await followSelf(run, url)
      else await followThread(run, url, word)
    },
  })

import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { CommandFailure } from '../../failures.js'
import { originOf } from './mirror-access.js'

interface SubscribeOptions {
  readonly url: string
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

export const subscribeCommand = (parent: Command): void =>
  define<SubscribeOptions>(parent, {
    name: 'subscribe',
    description: 'Have a mirror mail you what is new in a thread, once you have confirmed the address',
    takes: ['NUMBER'],
    inRepository: true,
    examples: ['mirror subscribe my-project 12 --url http://localhost:8080 --email me@example.org'],
    options: (command) =>
      command
        .requiredOption('--url <PUBLIC_URL>', 'the public address of the mirror')
        .requiredOption('--email <ADDRESS>', 'where the mails go')
        .option('--level <LEVEL>', 'what to mail; comments and changes of state unless given'),
    run: async (run) => {
      const peer = await run.peer()
      const { thread } = run.value(await peer.thread({ repo: await run.repo(), thread: run.word(0) }))
      const { email, level } = run.options
      const answer = await post(`${originOf(run.options.url)}/api/threads/${toZ32(thread.op)}/subscriptions`, {
        email,
        ...(level === undefined ? {} : { level }),
      })
      if (answer.status !== 202)
        throw new CommandFailure('mirror-refused', `the mirror answered ${answer.status}`, 1, { status: answer.status })
      run.output.result(
        { op: thread.op, number: thread.number, accepted: true },
        () => 'if that address can be mailed, a mail asks it to confirm',
      )
    },
  })

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CallReply, Calls } from './serve-calls.js'

/** A process of its own that answers `calls`. */
export interface Worker<Served extends Calls> {
  readonly pid: number
  call<Name extends keyof Served & string>(
    name: Name,
    ...input: Parameters<Served[Name]>
  ): Promise<Awaited<ReturnType<Served[Name]>>>
  /** Lets go of it and waits until it has ended. */
  stop(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/** Starts `module`, which calls `serveCalls`, next to the module at `base`. What it says on standard error is shown. */
export const startWorker = async <Served extends Calls>(module: string, base: string): Promise<Worker<Served>> => {
  const child = fork(fileURLToPath(new URL(module, base)), [], { serialization: 'advanced', execArgv: ['--expose-gc'] })
  const waiting = new Map<number, Waiting>()
  let calls = 0
  const ended = (async () => {
    await once(child, 'exit')
    for (const { reject } of waiting.values()) reject(new Error(`${module} ended in the middle of a call`))
    waiting.clear()
  })()
  child.on('message', (reply: CallReply) => {
    const { resolve, reject } = waiting.get(reply.id) ?? {}
    waiting.delete(reply.id)
    if (reply.ok) resolve?.(reply.value as never)
    else reject?.(new Error(`${module}: ${reply.problem}`))
  })
  await once(child, 'spawn')
  return {
    pid: child.pid ?? Number.NaN,
    call: (name, ...[input]) =>
      new Promise((resolve, reject) => {
        const id = calls++
        waiting.set(id, { resolve, reject })
        child.send({ id, name, input })
      }),
    stop: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

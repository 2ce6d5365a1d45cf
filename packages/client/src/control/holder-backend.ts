import { ClientError } from '../api/client-error.js'
import type { PeerCalls } from '../peer/local-peer.js'
import { asClientError } from './as-client-error.js'
import type { Backend, CallName, StreamName } from './calls.js'
import { inputs } from './inputs.js'

type Call = (input: unknown) => Promise<unknown>
type Stream = (input: unknown) => AsyncIterable<unknown>

/** A peer of this process behind the interface that its own callers and other processes share. */
export class HolderBackend implements Backend {
  readonly mode = 'holder'
  constructor(
    private readonly peer: PeerCalls,
    private readonly closeHome: () => Promise<void>,
  ) {}

  async call(name: CallName, input: unknown): Promise<unknown> {
    const method = this.peer[name] as Call
    try {
      return await method.call(this.peer, checked(name, input))
    } catch (error) {
      throw asClientError(error)
    }
  }

  async *stream(name: StreamName, input: unknown): AsyncGenerator {
    const method = this.peer[name] as Stream
    try {
      yield* method.call(this.peer, checked(name, input))
    } catch (error) {
      throw asClientError(error)
    }
  }

  close(): Promise<void> {
    return this.closeHome()
  }
}

const checked = (name: CallName | StreamName, input: unknown): unknown => {
  const parsed = inputs[name].safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ClientError(
    'PROTOCOL',
    `${name} was asked with ${issue?.path.join('.') || 'an input'} that is wrong: ${issue?.message ?? ''}`,
  )
}

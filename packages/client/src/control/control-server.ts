import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import type { PeerLimits, PeerLogger } from '../api/options.js'
import type { Backend } from './calls.js'
import { GuestSession } from './guest-session.js'

/** Offers a holder's peer to other processes of the same user, on a Unix socket in a folder that only this user can enter. */
export class ControlServer {
  readonly #sessions = new Set<GuestSession>()
  readonly #server: Server

  constructor(
    private readonly path: string,
    backend: Backend,
    limits: PeerLimits,
    logger: PeerLogger | undefined,
  ) {
    this.#server = createServer((socket: Socket) => {
      const session: GuestSession = new GuestSession(socket, backend, limits, () => this.#sessions.delete(session))
      this.#sessions.add(session)
    })
    this.#server.on('error', (error) => logger?.error({ err: error }, 'The control socket failed'))
  }

  /** The lock is this process's, so a socket file that is there is left over from one that was killed. */
  async listen(): Promise<void> {
    await rm(this.path, { force: true })
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.path, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    await chmod(this.path, 0o600)
  }

  /** Takes no more calls, finishes those under way, hands endless streams back to be asked for again. */
  async close(): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await rm(this.path, { force: true })
    await Promise.all([...this.#sessions].map((session) => session.finish()))
    await stopped
  }
}

import { peerLimits } from '../src/api/options.js'
import { HomeLock } from '../src/home/home-lock.js'
import { prepareHome } from '../src/home/home-paths.js'
import { openHome } from '../src/peer/hold-home.js'
import type { HomeParts } from '../src/peer/home-parts.js'

/** Runs `work` on the parts of a home that nobody has open. */
export const heldOpen = async <Result>(home: string, work: (parts: HomeParts) => Promise<Result>): Promise<Result> => {
  const paths = await prepareHome(home)
  const lock = await HomeLock.tryAcquire(paths.lock)
  if (lock === undefined) throw new Error(`${home} is held by another process`)
  const held = await openHome(paths, { home }, peerLimits)
  try {
    return await work(held.parts)
  } finally {
    await held.close()
    await lock.release()
  }
}

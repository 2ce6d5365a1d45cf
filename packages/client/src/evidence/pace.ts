import { setTimeout as pause } from 'node:timers/promises'

/** Awaited between the pieces of long work; takes its time where others are to have theirs. */
export type Pace = () => Promise<void>

export const atOnce: Pace = () => Promise.resolve()

/** Time also passes where nobody worked: while a disk was slow, or the machine slept. */
const restMsMax = 1_000

/** Works for about `sliceMs`, then leaves the event loop to others for `restShare` of that time, and never less than one turn of it; for one piece of work, begun now. */
export const inSlices = (sliceMs: number, restShare: number): Pace => {
  let beganAt = performance.now()
  return async () => {
    const workedMs = performance.now() - beganAt
    if (workedMs < sliceMs) return
    await pause(Math.min(workedMs * restShare, restMsMax))
    beganAt = performance.now()
  }
}

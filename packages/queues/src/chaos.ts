/** A test aid: every so many-th job that this process sends is dropped, or sent twice. */
export interface Chaos {
  readonly dropEvery?: number
  readonly doubleEvery?: number
}

/** How often each job is to be sent: 0, 1 or 2 times. */
export const copiesOf = (chaos: Chaos | undefined): (() => number) => {
  let sent = 0
  return () => {
    if (chaos === undefined) return 1
    sent += 1
    if (chaos.dropEvery !== undefined && sent % chaos.dropEvery === 0) return 0
    // Off by a half, or the same jobs would be dropped and doubled.
    const { doubleEvery } = chaos
    if (doubleEvery !== undefined && (sent + Math.ceil(doubleEvery / 2)) % doubleEvery === 0) return 2
    return 1
  }
}

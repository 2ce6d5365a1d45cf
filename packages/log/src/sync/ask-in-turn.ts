/**
 * The first answer that is not empty: each peer is asked when the ones before have nothing, or have not answered for `patienceMs`. The slow ones come
 * last; a round ends when everybody was asked and the last one's time is over.
 */
export const askInTurn = <Peer extends object, Item>(
  peers: readonly Peer[],
  slow: WeakSet<Peer>,
  patienceMs: number,
  ask: (peer: Peer) => Promise<readonly Item[]>,
): Promise<readonly Item[]> =>
  new Promise((resolve) => {
    const left = [...peers.filter((peer) => !slow.has(peer)), ...peers.filter((peer) => slow.has(peer))]
    let timer: NodeJS.Timeout | undefined
    let open = 0
    let isDone = false
    const finish = (items: readonly Item[]): void => {
      clearTimeout(timer)
      isDone = true
      resolve(items)
    }
    const answered = (peer: Peer, items: readonly Item[]): void => {
      open -= 1
      slow.delete(peer)
      if (isDone) return
      if (items.length > 0) finish(items)
      else askNext()
    }
    const askNext = (): void => {
      const peer = left.shift()
      if (peer === undefined) {
        if (open === 0) finish([])
        return
      }
      open += 1
      clearTimeout(timer)
      timer = setTimeout(() => {
        slow.add(peer)
        if (left.length === 0) finish([])
        else askNext()
      }, patienceMs)
      ask(peer).then(
        (items) => answered(peer, items),
        () => answered(peer, []),
      )
    }
    askNext()
  })

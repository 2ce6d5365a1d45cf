/** How often a stream that waits for a person says so: a reader that has stopped is noticed by then. */
const tickMs = 1_000

export type Ticking<Value> = { readonly kind: 'tick' } | { readonly kind: 'value'; readonly value: Value }

/** A tick every second until the promise has a value, then that. */
export async function* ticking<Value>(promise: Promise<Value>): AsyncGenerator<Ticking<Value>> {
  const settled = promise.then((value) => ({ kind: 'value' as const, value }))
  // Its failure is met when it is raced with next.
  settled.catch(() => undefined)
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const tick = new Promise<Ticking<Value>>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'tick' }), tickMs)
    })
    try {
      const next = await Promise.race([settled, tick])
      yield next
      if (next.kind === 'value') return
    } finally {
      clearTimeout(timer)
    }
  }
}

/** A promise with what settles it. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
  readonly reject: (error: unknown) => void
}

/** Nobody has to wait for it: its rejection is no unhandled one. */
export const deferred = <Value>(): Deferred<Value> => {
  let settle: Omit<Deferred<Value>, 'promise'> | undefined
  const promise = new Promise<Value>((resolve, reject) => (settle = { resolve, reject }))
  promise.catch(() => undefined)
  return { promise, ...(settle as unknown as Omit<Deferred<Value>, 'promise'>) }
}

/** Resolves with what the promise does, or with `late` after so many ms. */
export const within = async <Value, Late>(promise: Promise<Value>, ms: number, late: Late): Promise<Value | Late> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}

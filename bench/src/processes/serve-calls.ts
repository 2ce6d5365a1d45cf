/** What a bench's process does on demand; inputs and results are plain data and bytes. */
export type Calls = Readonly<Record<string, (input: never) => Promise<unknown>>>

export interface CallRequest {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

export type CallReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: string }

const answer = async (calls: Calls, { id, name, input }: CallRequest): Promise<CallReply> => {
  try {
    const call = calls[name]
    if (call === undefined) throw new TypeError(`there is no call ${name}`)
    return { id, ok: true, value: await call(input as never) }
  } catch (error) {
    return { id, ok: false, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Answers the process that started this one, until that one lets go of it; then this one ends. */
export const serveCalls = (calls: Calls): void => {
  process.on('message', (request: CallRequest) => {
    void answer(calls, request).then((reply) => process.send?.(reply))
  })
  process.on('disconnect', () => process.exit(0))
}

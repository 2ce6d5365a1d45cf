/**
 * Identifiers of the protocol (docs/protocol.md, section 2). All of them are 32 bytes and live in the code as 64 lower-case
 * hexadecimal digits; people and outsiders see z-base-32 (52 characters).
 */
declare const brand: unique symbol
type Brand<Name extends string> = string & { readonly [brand]: Name }

/** The key of one Hypercore: what one machine writes in one log. */
export type CoreKey = Brand<'core'>
/** The id of a log: the key of its founding core. A core key of the same digits is the founding core. */
export type LogId = Brand<'log'>
/** The id of one op: BLAKE2b-256 over core, seq, header and the hash of the body. */
export type OpId = Brand<'op'>
/** The log id of a user log. */
export type UserId = Brand<'log'>

const hex64 = /^[0-9a-f]{64}$/

/** Whether the text is 32 bytes in lower-case hexadecimal digits. */
export const isHexId = (text: string): boolean => hex64.test(text)

/** Narrow text that is known to be 32 hexadecimal bytes; throws a RangeError on anything else, which is a bug of the caller. */
const narrow = <Id extends string>(text: string): Id => {
  if (!hex64.test(text)) throw new RangeError(`not 32 bytes in hexadecimal digits: ${text.slice(0, 80)}`)
  return text as Id
}

export const coreKey = (hex: string): CoreKey => narrow<CoreKey>(hex)
export const logId = (hex: string): LogId => narrow<LogId>(hex)
export const opId = (hex: string): OpId => narrow<OpId>(hex)

/** `prev` of a core's first op. */
export const noOp: OpId = opId('0'.repeat(64))

/** The log that a core founds, and the founding core of a log: the same 32 bytes. */
export const logOfFounder = (core: CoreKey): LogId => core as string as LogId
export const founderOf = (log: LogId): CoreKey => log as string as CoreKey

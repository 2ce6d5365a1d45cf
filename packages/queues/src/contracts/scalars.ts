import { isHexId, type CoreKey, type LogId, type OpId, type UserId } from '@hypergit/domain'
import { z } from 'zod'

const hexId = <Id extends string>(what: string): z.ZodType<Id> =>
  z.custom<Id>((value) => typeof value === 'string' && isHexId(value), {
    error: `${what}: 64 lower-case hexadecimal digits are expected`,
  })

export const core: z.ZodType<CoreKey> = hexId<CoreKey>('core key')
export const log: z.ZodType<LogId> = hexId<LogId>('log id')
export const op: z.ZodType<OpId> = hexId<OpId>('op id')
export const user: z.ZodType<UserId> = hexId<UserId>('user id')

export const text: z.ZodType<string> = z.string()
export const flag: z.ZodType<boolean> = z.boolean()
/** A length, a sequence number, a counter. */
export const count: z.ZodType<number> = z.int().nonnegative()
/** Milliseconds since 1970. */
export const timeMs: z.ZodType<number> = z.int().nonnegative()

/** Bytes: a `Uint8Array` in code, base64 in a job. */
export const bytes: z.ZodType<Uint8Array> = z.codec(z.base64(), z.instanceof(Uint8Array), {
  decode: (base64) => new Uint8Array(Buffer.from(base64, 'base64')),
  encode: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
})

/** A list with a bound. */
export const list = <T>(item: z.ZodType<T>, lengthMax: number): z.ZodType<readonly T[]> => z.array(item).max(lengthMax)

/** One of a closed list of words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words): z.ZodType<Words[number]> =>
  z.enum(words)

/** Lists inside a view: bounded by the engine's own limits, and here only against nonsense. */
export const viewListMax = 100_000

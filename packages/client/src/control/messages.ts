import { z } from 'zod'
import { fromWire } from './wire-json.js'

const id = z.number().int().nonnegative()

/** What a guest asks. A stream gives one item for each `next`. */
const request = z.union([
  z.object({ id, call: z.string(), input: z.unknown().optional() }),
  z.object({ id, open: z.string(), input: z.unknown().optional() }),
  z.object({ id, next: z.literal(true) }),
  z.object({ id, stop: z.literal(true) }),
])
export type Request = z.infer<typeof request>

const reply = z.union([
  z.object({ hello: z.object({ version: z.literal(1), pid: z.number() }) }),
  /** What was not answered by now was not begun: ask whoever holds the home next. */
  z.object({ bye: z.literal(true) }),
  z.object({ id, value: z.unknown().optional(), kind: z.literal('value') }),
  z.object({ id, kind: z.literal('end') }),
  /** Nothing was done: the holder is about to end. */
  z.object({ id, kind: z.literal('again') }),
  z.object({ id, kind: z.literal('thrown'), code: z.string(), message: z.string() }),
])
export type Reply = z.infer<typeof reply>

/** undefined for what is no frame of this version. */
export const parseRequest = (text: string): Request | undefined => parse(request, text)
export const parseReply = (text: string): Reply | undefined => parse(reply, text)

const parse = <Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined => {
  try {
    return schema.safeParse(fromWire(text)).data
  } catch {
    return undefined
  }
}

import type { LogId } from '@hypergit/domain'
import { logId } from '@hypergit/domain'
import { z } from 'zod'
import { idForms, idRange, parseId, type IdRange } from '../ids/parse-id.js'
import { decodeCursor } from '../queries/cursor.js'
import { ApiError } from './api-error.js'

/** Narrows what a stranger sent; an error says which field, what was wrong and what is valid. */
export const parseRequest = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 10).map((issue) => {
    const field = issue.path.join('.')
    return field === '' ? issue.message : `${field}: ${issue.message}`
  })
  throw new ApiError(400, 'invalid-request', problems.join('; '))
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80))

/** 64 hexadecimal digits of an id in a path. */
export const pathId = (text: string): string => {
  const id = parseId(text)
  if (id === undefined) throw new ApiError(400, 'invalid-id', `${quoted(text)} is not an id: ${idForms} is valid.`)
  return id
}

export const pathLog = (text: string): LogId => logId(pathId(text))

/** An op's id in a path, or at least 8 characters of its beginning. */
export const pathOp = (text: string): IdRange => {
  const range = idRange(text)
  if (range !== undefined) return range
  throw new ApiError(
    400,
    'invalid-id',
    `${quoted(text)} is not an op: ${idForms}, or its first 8 or more characters, is valid.`,
  )
}

/** Lists are at most this long, and this long unless asked. */
export const limitMax = 200
export const limitDefault = 50

const one = (text: string | string[]): unknown => (Array.isArray(text) ? text.at(-1) : text)
/** A parameter that counts once: of several, the last. */
export const single = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === 'string' || Array.isArray(value) ? one(value as string | string[]) : value),
    schema,
  )

export const limit = single(
  z.coerce
    .number({ error: `a number from 1 to ${limitMax} is expected` })
    .int({ error: `a whole number from 1 to ${limitMax} is expected` })
    .min(1, { error: `a number from 1 to ${limitMax} is expected` })
    .max(limitMax, { error: `a number from 1 to ${limitMax} is expected` })
    .default(limitDefault),
)

/** `after`: what an earlier answer's `next` was. */
export const cursor = <Schema extends z.ZodType>(shape: Schema) =>
  single(
    z
      .string()
      .max(400)
      .transform((text, context): z.infer<Schema> => {
        const values = decodeCursor(text, shape)
        if (values !== undefined) return values
        context.addIssue({ code: 'custom', message: 'the `next` of an earlier answer is expected' })
        return z.NEVER
      })
      .optional(),
  )

/** Free text of a filter; an empty one, as a form sends it, is none. */
export const filterText = single(
  z
    .string()
    .max(300, { error: 'at most 300 characters are expected' })
    .transform((text) => (text.trim() === '' ? undefined : text.trim().replaceAll('\0', '')))
    .optional(),
)

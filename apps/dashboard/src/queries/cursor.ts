import { z } from 'zod'

/** Where a page goes on, opaque to outsiders. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Undefined for anything that `encodeCursor` did not make. */
export const decodeCursor = <Shape extends z.ZodType>(cursor: string, shape: Shape): z.infer<Shape> | undefined => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Cursor of lists in order of a number, then of an id. */
export const numberAndId = z.tuple([z.number().int(), z.string().regex(/^[0-9a-f]{64}$/)])
/** Cursor of lists in order of an id alone. */
export const idAlone = z.tuple([z.string().regex(/^[0-9a-f]{64}$/)])
/** Cursor of lists in order of effective time. */
export const effectiveAndId = z.tuple([z.number().int(), z.number().int(), z.string().regex(/^[0-9a-f]{64}$/)])

import { z } from 'zod'

type OptionalKey<T, K extends keyof T> = object extends Pick<T, K> ? true : false

/** One schema for every field of T, optional exactly where T's field is: a field that T gains does not compile until it has a schema. */
export type Shape<T> = {
  readonly [K in keyof T]-?: OptionalKey<T, K> extends true
    ? z.ZodExactOptional<z.ZodType<Exclude<T[K], undefined>>>
    : z.ZodType<T[K]>
}

/**
 * A schema for an object of type T. Fields that T does not have are dropped, since a newer sender may add some; an optional field is absent
 * or a value, never `undefined`.
 */
export const record = <T extends object>(shape: Shape<T>): z.ZodType<T> => {
  const schema: z.ZodType = z.object(shape)
  return schema as z.ZodType<T>
}

/** An optional field of `record`. */
export const optional = <T>(schema: z.ZodType<T>): z.ZodExactOptional<z.ZodType<T>> => schema.exactOptional()

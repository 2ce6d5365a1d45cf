import { BadRequestException } from '@nestjs/common'
import type { z } from 'zod'

/** What a request holds, or a 400 that says which field is wrong and why. */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const message = parsed.error.issues
    .map(({ path, message: what }) => `${path.join('.') || 'request'}: ${what}`)
    .join('; ')
  throw new BadRequestException({ error: { code: 'bad-request', message } })
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether the text is one of the tokens; takes the same time whichever it is not. */
export const isOperatorToken = (tokens: readonly string[], text: string | undefined): boolean => {
  if (text === undefined) return false
  const given = digest(text)
  return tokens.map((token) => timingSafeEqual(digest(token), given)).includes(true)
}

/** The token of `Authorization: Bearer TOKEN`. */
export const bearerOf = (request: Request): string | undefined =>
  /^Bearer ([\x21-\x7E]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1]

import { createHmac } from 'node:crypto'
import type { Request } from 'express'

/** An opaque mark of a reader's network address, for limits per client; without the secret it leads back to no address. */
export const clientMark = (secret: string, { ip }: Pick<Request, 'ip'>): string =>
  createHmac('sha256', secret)
    .update(ip ?? '')
    .digest('hex')
    .slice(0, 32)

import { createHash, timingSafeEqual } from 'node:crypto'
import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common'
import type { IncomingMessage } from 'node:http'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'

/** Lets only the mirror's own services in: `Authorization: Bearer` with the secret they share. */
@Injectable()
export class InternalTokenGuard implements CanActivate {
  private readonly expected: Buffer

  constructor(@Inject(NOTIFIER_PARTS) parts: NotifierParts) {
    this.expected = digest(`Bearer ${parts.internalToken}`)
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>()
    if (timingSafeEqual(digest(headers.authorization ?? ''), this.expected)) return true
    throw new UnauthorizedException({
      error: { code: 'unauthorized', message: 'Authorization: Bearer with the internal token is expected' },
    })
  }
}

/** Digests have one length, which a comparison in constant time needs. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Blacklisting, blacklistingOf, type LogId, type OpView, toZ32 } from '@hypergit/domain'
import { type BundleProblem, QueueError } from '@hypergit/queues'
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import type { EvidenceAnswer } from '../evidence/evidence-requests.js'
import { evidenceBounds, type HeldBundle } from '../evidence/evidence-store.js'
import { ApiError } from '../http/api-error.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readOps } from '../queries/op-detail.js'
import { evidenceFile } from '../web/addresses.js'
import { hostedLog } from './hosted-log.js'
import { namedOp } from './named-op.js'

export const evidenceRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/ops/{op}/evidence',
  summary:
    'The bundle that shows anybody, offline, why a core is blacklisted, for `hypergit evidence verify`. It is gathered when it is asked for: 503 with `Retry-After` while that takes longer',
  params: { id: 'the repository', op: 'a violation, a ban, or an op that is ignored for one of them or for a fork' },
  replyType: 'application/json',
  errors: [400, 404, 409, 429, 503],
}

const keptSeconds = 10 * 60
const retrySoonSeconds = 5
const retryMissingSeconds = 15
const retryLaterSeconds = 30

const nothingToProve = ({ id, decision }: OpView): ApiError =>
  new ApiError(
    404,
    'no-evidence',
    `Op ${toZ32(id)} is ${decision.outcome} and blacklists no core. There is evidence of a violation, of a ban, and of an op that is ignored for one of them or for a fork.`,
  )

const unavailable = (message: string, retryAfterSeconds: number): ApiError =>
  new ApiError(503, 'unavailable', message, { retryAfterSeconds })

const problemError = ({ code, message }: BundleProblem): ApiError => {
  switch (code) {
    case 'missing':
      return unavailable(`This mirror does not have all of it at the moment: ${message}.`, retryMissingSeconds)
    case 'unprovable':
      return new ApiError(
        409,
        code,
        `This mirror cannot show it: ${message}. A peer that has the repository may: hypergit why OP --evidence FILE`,
      )
    default:
      return code satisfies never
  }
}

/** Every answer but a bundle. */
const refusal = (answer: Exclude<EvidenceAnswer, { readonly state: 'held' }>): ApiError => {
  switch (answer.state) {
    case 'refused':
      return problemError(answer.problem)
    case 'unanswered':
      return unavailable('The bundle is still being gathered: ask again in a moment.', retrySoonSeconds)
    case 'full':
      return unavailable('This mirror gathers as much evidence as it can: ask again later.', retryLaterSeconds)
    default:
      return answer satisfies never
  }
}

const hasLeft = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

@Controller('api/repositories/:id/ops/:op/evidence')
export class EvidenceController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(
    @Param('id') id: string,
    @Param('op') text: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { pool, evidencePlaces } = this.parts
    const log = await hostedLog(pool, id)
    const op = await namedOp(pool, log, text)
    const claim = await blacklistingOf(op, (ids) => readOps(pool, log, ids))
    if (claim === undefined) throw nothingToProve(op)
    const leave = evidencePlaces.take(request.ip ?? '')
    if (leave === undefined) throw refusal({ state: 'full' })
    try {
      const gone = new AbortController()
      response.on('close', () => gone.abort())
      const answer = await this.ask(log.log, claim, gone.signal)
      this.parts.metrics.evidence.inc({ result: answer.state })
      if (answer.state !== 'held') throw refusal(answer)
      await this.send(log.log, claim, answer.bundle, response)
    } finally {
      leave()
    }
  }

  private async ask(log: LogId, claim: Blacklisting, gone: AbortSignal): Promise<EvidenceAnswer> {
    try {
      return await this.parts.evidence.answer(log, claim, gone)
    } catch (error) {
      if (!(error instanceof QueueError)) throw error
      this.parts.log.warn({ err: error }, 'nobody could be asked for evidence')
      return { state: 'unanswered' }
    }
  }

  /** A reader who leaves, or takes longer than a bundle is kept, is let go. */
  private async send(log: LogId, claim: Blacklisting, bundle: HeldBundle, response: Response): Promise<void> {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bundle.bytes,
      'content-disposition': `attachment; filename="${evidenceFile(claim)}"`,
      'cache-control': `public, max-age=${keptSeconds}`,
    })
    // One part ahead of the reader, who may be slow.
    const texts = Readable.from(this.parts.evidence.texts(log, claim, bundle), { highWaterMark: 1 })
    const late = AbortSignal.timeout(evidenceBounds.downloadMs)
    await pipeline(texts, response, { signal: late }).catch((error: unknown) => {
      if (!late.aborted && !hasLeft(error)) throw error
    })
  }
}

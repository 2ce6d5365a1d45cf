import type { RequestHandler } from 'express'
import type { DashboardMetrics } from '../metrics.js'

/** Counts and times every request of a listener, by the class of its status. */
export const measure =
  (metrics: DashboardMetrics, listener: 'public' | 'operator'): RequestHandler =>
  (_request, response, next) => {
    const started = process.hrtime.bigint()
    response.on('finish', () => {
      // A stream of events lasts as long as a page is open, and says nothing of how fast answers are.
      if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      metrics.requestSeconds.observe({ listener, status: `${Math.floor(response.statusCode / 100)}xx` }, seconds)
    })
    next()
  }

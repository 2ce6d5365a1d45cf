import { z } from 'zod'
import type { RouteDescription } from '../http/route-description.js'
import { addressRoute, challengeRoute } from './address.controller.js'
import { coreRoute } from './core.controller.js'
import { eventsRoute } from './events.controller.js'
import { evidenceRoute } from './evidence.controller.js'
import { forksRoute } from './forks.controller.js'
import { moderationRoute } from './moderation.controller.js'
import { opRoute } from './op.controller.js'
import { peopleRoute } from './people.controller.js'
import { reportRoute } from './report.controller.js'
import { repositoriesRoute } from './repositories.controller.js'
import { repositoryRoute } from './repository.controller.js'
import { searchRoute } from './search.controller.js'
import { subscribeRoute } from './subscribe.controller.js'
import { threadRoute } from './thread.controller.js'
import { threadsRoute } from './threads.controller.js'
import { userRoute } from './user.controller.js'

const health: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the process lives',
    reply: z.object({ status: z.literal('ok') }),
  },
  {
    method: 'get',
    path: '/readyz',
    summary: 'Whether it can serve; 503 names what is not ready',
    reply: z.object({ status: z.string(), notReady: z.record(z.string(), z.string()) }),
    errors: [503],
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus; on the operator’s port, or with its token',
    replyType: 'text/plain',
    errors: [401],
  },
]

const token = { token: 'from the mail' }
const links: readonly RouteDescription[] = [
  '/subscriptions/confirm/{token}',
  '/subscriptions/{token}',
  '/unsubscribe/{token}',
].flatMap((path): RouteDescription[] => [
  {
    method: 'get',
    path,
    summary: 'A page; changes nothing',
    params: token,
    replyType: 'text/html',
    errors: [404, 410, 503],
  },
  {
    method: 'post',
    path,
    summary: 'Does what the page says',
    params: token,
    replyType: 'text/html',
    errors: [404, 410, 429, 503],
  },
])

/** Every public route that is not a page to read. */
export const publicRoutes: readonly RouteDescription[] = [
  repositoriesRoute,
  repositoryRoute,
  forksRoute,
  coreRoute,
  threadsRoute,
  threadRoute,
  opRoute,
  evidenceRoute,
  moderationRoute,
  peopleRoute,
  eventsRoute,
  userRoute,
  searchRoute,
  subscribeRoute,
  challengeRoute,
  addressRoute,
  reportRoute,
  ...links,
  ...health,
]

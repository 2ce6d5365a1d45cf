import { createHmac, randomBytes } from 'node:crypto'
import connectPgSimple from 'connect-pg-simple'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type { Pool } from 'pg'
import type { DashboardSettings } from '../settings.js'

declare module 'express-session' {
  interface SessionData {
    /** Present once the operator has signed in: what every form of the session must carry. */
    formToken: string
  }
}

const lastsMs = 12 * 60 * 60 * 1_000

/** Sessions of the operator's pages, kept in SQL, so that any dashboard process knows them. */
export interface OperatorSessions {
  readonly middleware: RequestHandler
  close(): void
}

export const openSessions = (
  pool: Pool,
  settings: DashboardSettings,
  onProblem: (error: unknown) => void,
): OperatorSessions => {
  const Store = connectPgSimple(session)
  const store = new Store({
    pool,
    schemaName: 'dashboard',
    tableName: 'sessions',
    pruneSessionInterval: 15 * 60,
    errorLog: (...problem: unknown[]) => onProblem(problem[0]),
  })
  // From the token: the same in every process, and a changed token ends all sessions.
  const secret = createHmac('sha256', settings.operatorTokens.join('\n') || randomBytes(32))
    .update('hypergit operator session')
    .digest('hex')
  return {
    middleware: session({
      name: 'hypergit_operator',
      secret,
      store,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto', maxAge: lastsMs },
    }),
    close: () => {
      store.close()
    },
  }
}

/** Starts a session under a new id, so that one planted before signing in is worth nothing. */
export const signIn = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.regenerate((error?: Error | null) => {
      if (error !== undefined && error !== null) {
        reject(error)
        return
      }
      request.session.formToken = randomBytes(24).toString('base64url')
      request.session.save((failed?: Error | null) =>
        failed === undefined || failed === null ? resolve() : reject(failed),
      )
    })
  })

export const signOut = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.destroy((error?: Error | null) =>
      error === undefined || error === null ? resolve() : reject(error),
    )
  })

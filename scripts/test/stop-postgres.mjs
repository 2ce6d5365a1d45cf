/** Jest's counterpart of share-postgres.mjs; the first project to come here stops the server. */
export default async function tearDown() {
  const stop = globalThis.stopSharedPostgres
  globalThis.stopSharedPostgres = undefined
  await stop?.()
}

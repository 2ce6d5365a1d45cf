// Exits with 0 when the service of this environment answers /healthz on its own port, else with 1 and the reason.
const timeoutMs = 4_000
const port = process.env.HEALTH_PORT || process.env.PORT || '8080'

try {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`/healthz answers ${response.status}`)
} catch (error) {
  console.error(`port ${port}: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

import type { Browser } from 'playwright-core'
import { chromiumPath } from './needs.js'

/** No sandbox (containers have none to give), no traffic of its own, no QUIC. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** A real Chromium without a window: the one in CHROMIUM_PATH or on the PATH. */
export const launchBrowser = async (): Promise<Browser> => {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('no chromium on the PATH, and none in CHROMIUM_PATH')
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, headless: true, args: flags })
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file that pages load, under a name that changes with its content, so that browsers may keep it for ever. */
export interface Asset {
  readonly path: string
  readonly type: string
  readonly bytes: Buffer
}

const folder = new URL('../../assets/', import.meta.url)

const readAsset = (name: string, type: string): Asset => {
  const bytes = readFileSync(fileURLToPath(new URL(name, folder)))
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
  const [stem = '', extension = ''] = name.split('.')
  return { path: `/assets/${stem}-${hash}.${extension}`, type, bytes }
}

export const assets = {
  style: readAsset('style.css', 'text/css; charset=utf-8'),
  live: readAsset('live.js', 'text/javascript; charset=utf-8'),
  icon: readAsset('icon.svg', 'image/svg+xml'),
} as const

/** What every page says of the mirror. */
export interface Site {
  readonly mirrorName: string
  readonly contact?: string
}

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writePrivateFile } from './private-file.js'

/** What scripts read to find a running mirror: `mirror.json` in its folder, readable by its user alone. */
export interface MirrorFile {
  readonly publicUrl: string
  /** The dashboard's page; its API is at that origin's `/api/operator/`. */
  readonly operatorUrl: string
  /** `HOST:PORT` of the DHT bootstrap; absent on the public DHT. */
  readonly bootstrap?: string
  readonly pid: number
  /** A bearer token with the owner's rights, until an owner is set up. */
  readonly setupToken?: string
}

const pathIn = (dir: string): string => join(dir, 'mirror.json')

export const writeMirrorFile = (dir: string, file: MirrorFile): Promise<void> =>
  writePrivateFile(pathIn(dir), `${JSON.stringify(file, null, 2)}\n`)

/** A mirror that has stopped is nowhere to be found. */
export const removeMirrorFile = (dir: string): Promise<void> => rm(pathIn(dir), { force: true })

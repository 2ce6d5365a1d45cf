import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { MirrorConfig } from '@hypergit/config'
import { MirrorError } from '../mirror-error.js'

/** Where the demo's peers live, in a mirror's folder. */
export const demoFolderOf = (data: string): string => join(data, 'demo')

/** Throws a MirrorError when the folder is the demo's and the mirror would announce the sample to the public DHT. */
export const keepDemoLocal = async ({ data, bootstrap }: Pick<MirrorConfig, 'data' | 'bootstrap'>): Promise<void> => {
  if (bootstrap === 'local' || !(await exists(demoFolderOf(data)))) return
  throw new MirrorError(
    'DATA_OF_DEMO',
    `${data} holds the demo, which stays on this machine. Add --demo, or give the mirror another folder with --data.`,
  )
}

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

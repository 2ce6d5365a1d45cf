import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** All of a home but the file by which Hypercore tells a copy, which a clone or a snapshot of a machine has unchanged. */
const parts = [join('cores', 'db'), 'heads', 'views', 'home.json']

/** Copies a closed home over an empty place. */
export const copyHome = async (from: string, to: string): Promise<void> => {
  for (const part of parts) await cp(join(from, part), join(to, part), { recursive: true })
}

/** Copies a closed home over another one. */
export const replaceHome = async (from: string, to: string): Promise<void> => {
  for (const part of parts) await rm(join(to, part), { recursive: true, force: true })
  await copyHome(from, to)
}

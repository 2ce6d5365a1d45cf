import { cp } from 'node:fs/promises'
import { join } from 'node:path'

/** Copies a closed home over another place as the clone or the snapshot of a machine has it: all but the file by which Hypercore tells a copy. */
export const copyHome = async (from: string, to: string): Promise<void> => {
  for (const part of [join('cores', 'db'), 'heads', 'views', 'home.json'])
    await cp(join(from, part), join(to, part), { recursive: true })
}

import { cp } from 'node:fs/promises'
import type { Log, LogStorage } from '../src/index.js'
import { Author } from './author.js'
import type { Homes } from './homes.js'

/** Copies a closed home as a machine is cloned: all but the file by which Hypercore tells a copy. */
export const copyHome = async (from: string, to: string): Promise<void> => {
  await cp(`${from}/cores/db`, `${to}/cores/db`, { recursive: true })
  await cp(`${from}/heads`, `${to}/heads`, { recursive: true })
}

/** One home with a log of three ops, opened that many times over: each of them goes on with the same core. */
export const clonedHomes = async (
  homes: Homes,
  count: number,
): Promise<readonly { readonly home: LogStorage; readonly log: Log; readonly author: Author }[]> => {
  const dir = await homes.folder()
  const first = await homes.reopen(dir)
  const { id } = await first.createLog().then(async (log) => {
    await (await Author.founder(log)).chat(2)
    return log
  })
  await first.close()
  const dirs = [dir]
  for (let number = 1; number < count; number++) {
    const copy = await homes.folder()
    await copyHome(dir, copy)
    dirs.push(copy)
  }
  return Promise.all(
    dirs.map(async (one) => {
      const home = await homes.reopen(one)
      const log = await home.openLog(id)
      return { home, log, author: await Author.founder(log) }
    }),
  )
}

/** A home and a copy of it. */
export const forkedHomes = async (homes: Homes) => {
  const [one, two] = await clonedHomes(homes, 2)
  if (one === undefined || two === undefined) throw new Error('there are two')
  return { left: one.home, right: two.home, log: one.log, other: two.log, alice: one.author, twin: two.author }
}

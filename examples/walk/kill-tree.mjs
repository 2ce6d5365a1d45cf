import { execFileSync } from 'node:child_process'

/** kill -9 of a process and of everything that it started. */
export const killTree = (pid) => {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number))
  const tree = [pid]
  for (const parent of tree) tree.push(...pairs.filter(([, of]) => of === parent).map(([child]) => child))
  for (const each of tree) {
    try {
      process.kill(each, 'SIGKILL')
    } catch (error) {
      // One that ended by itself in between is gone, as it should be.
      if (error.code !== 'ESRCH') throw error
    }
  }
}

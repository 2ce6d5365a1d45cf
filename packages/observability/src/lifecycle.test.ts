import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnProcess } from '@hypergit/testing'
import { transform } from '@swc/core'
import { readFile } from 'node:fs/promises'

/** A process that lives as a service does, from the source as it is. */
const service = async (close: string, limitMs = 10_000) => {
  const folder = await mkdtemp(join(tmpdir(), 'hypergit-lifecycle-'))
  const source = await readFile(join(import.meta.dirname, 'lifecycle.ts'), 'utf8')
  const { code } = await transform(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } })
  await writeFile(join(folder, 'lifecycle.mjs'), code)
  await writeFile(
    join(folder, 'main.mjs'),
    `import { onShutdown } from './lifecycle.mjs'
     onShutdown({ close: async () => { console.log('closing'); ${close} }, onProblem: (e) => console.error(e.message), limitMs: ${limitMs} })
     setInterval(() => {}, 1000)
     console.log('up')`,
  )
  const child = await spawnProcess(process.execPath, [join(folder, 'main.mjs')])
  await child.line(/^up$/)
  void child.exited.then(() => rm(folder, { recursive: true }))
  return child
}

describe('a service that is told to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('closes on %s and ends with 0', async (signal) => {
    const child = await service('')
    expect(await child.stop(signal)).toEqual({ code: 0, signal: null })
    expect(child.stdout).toEqual(['up', 'closing'])
  })

  test('ends with 1 when closing fails, and says why', async () => {
    const child = await service(`throw new Error('the disk is full')`)
    expect(await child.stop()).toEqual({ code: 1, signal: null })
    expect(child.stderr).toEqual(['the disk is full'])
  })

  test('ends with 1 when closing takes longer than the limit', async () => {
    const child = await service('await new Promise(() => {})', 100)
    expect(await child.stop()).toEqual({ code: 1, signal: null })
    expect(child.stderr).toEqual(['not stopped within 100 ms; ending now'])
  })

  test('ends at once on a second Ctrl-C', async () => {
    const child = await service('await new Promise(() => {})')
    process.kill(child.pid, 'SIGINT')
    await child.line(/^closing$/)
    expect(await child.stop('SIGINT')).toEqual({ code: 1, signal: null })
  })
})

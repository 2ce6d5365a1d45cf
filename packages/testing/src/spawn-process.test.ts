import { spawnProcess } from './spawn-process.js'

const node = (script: string) => spawnProcess(process.execPath, ['-e', script])

describe('spawnProcess', () => {
  test('waits for a line and stops the process', async () => {
    const child = await node(`console.log('ready on 17'); setInterval(() => {}, 1000)`)
    const [, port] = await child.line(/ready on (\d+)/)
    expect(port).toBe('17')
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
  })

  test('a process that ends before the line fails the wait with what it said', async () => {
    const child = await node(`console.error('no such flag'); process.exitCode = 2`)
    await expect(child.line(/ready/)).rejects.toThrow('no such flag')
    expect(await child.exited).toEqual({ code: 2, signal: null })
  })

  test('reads what it is given', async () => {
    const child = await spawnProcess(
      process.execPath,
      ['-e', `process.stdin.on('data', (d) => console.log('got ' + d))`],
      { input: 'words' },
    )
    await child.line(/got words/)
    expect((await child.exited).code).toBe(0)
  })
})

import type { Command } from 'commander'
import { define } from '../define.js'
import { usage } from '../failures.js'
import { startLoopbackDht } from '../loopback-dht.js'

const portOf = (text: string): number => {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw usage(`--port ${JSON.stringify(text)} is no port: 0 to 65535 are, 0 picks one`)
  return port
}

export const dhtCommand = (program: Command): void =>
  define<{ readonly port: string }>(program, {
    name: 'dht',
    description: 'Run a DHT bootstrap on loopback, for trying things out on one machine',
    endless: true,
    examples: ['dht', 'dht --port 49737 --json'],
    options: (command) => command.option('--port <N>', 'UDP port; 0 picks one', '0'),
    run: async (run) => {
      const dht = await startLoopbackDht(portOf(run.options.port))
      run.output.result({ bootstrap: dht.address, host: '127.0.0.1', port: dht.port }, () => dht.address)
      run.output.note(`use --bootstrap ${dht.address}, or HYPERGIT_BOOTSTRAP; Ctrl-C stops`)
      await run.interrupt.stopped
      await dht.close()
    },
  })

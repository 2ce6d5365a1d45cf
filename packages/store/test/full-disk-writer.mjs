// Run with a folder as its argument under a limit of file size: writes until a write fails, and prints what the store says from then on.
import { logId } from '@hypergit/domain'
import { StoreFolder } from '@hypergit/store'

// With a handler the signal does not end the process, and the write fails as on a full disk.
process.on('SIGXFSZ', () => undefined)

const folder = await StoreFolder.open(process.argv[2])
const store = await folder.openLog(logId('1'.repeat(64)))
const write = async (slot) => {
  try {
    await store.commit([{ collection: 'meta', key: [slot], value: new Uint8Array(64 * 1024).fill(slot) }])
    return 'written'
  } catch (error) {
    return error.code
  }
}
const slots = []
for (let slot = 1; slot <= 64 && (slots.at(-1) ?? 'written') === 'written'; slot++) slots.push(await write(slot))
const afterwards = await write(65)
console.log(
  JSON.stringify({ written: slots.length - 1, failure: slots.at(-1), afterwards, state: folder.failure?.code }),
)
await folder.close().catch(() => undefined)

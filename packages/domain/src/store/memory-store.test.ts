import { describeLogStore } from '../testing/store-contract.js'
import { MemoryStore } from './memory-store.js'

describeLogStore(
  'The store in memory',
  () => Promise.resolve(new MemoryStore()),
  (store) => store.close(),
)

import { requires } from '@hypergit/testing'
import { queueContract } from './contract.js'

requires('postgres')('queues on PostgreSQL', () => queueContract('postgres'))

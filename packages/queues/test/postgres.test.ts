import { requires } from '@hypergit/testing'
import { queueContract } from './contract.js'
import { evidenceContract } from './evidence-contract.js'

requires('postgres')('queues on PostgreSQL', () => queueContract('postgres'))
requires('postgres')('evidence over PostgreSQL', () => evidenceContract('postgres'))

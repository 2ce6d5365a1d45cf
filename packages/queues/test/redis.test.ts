import { requires } from '@hypergit/testing'
import { queueContract } from './contract.js'
import { evidenceContract } from './evidence-contract.js'

requires('redis', 'postgres')('queues on Redis', () => queueContract('redis'))
requires('redis', 'postgres')('evidence over Redis', () => evidenceContract('redis'))

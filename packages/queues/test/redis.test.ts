import { requires } from '@hypergit/testing'
import { queueContract } from './contract.js'

requires('redis', 'postgres')('queues on Redis', () => queueContract('redis'))

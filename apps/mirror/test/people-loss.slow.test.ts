import { requires } from '@hypergit/testing'
import { emptyRedis } from './empty-redis.js'

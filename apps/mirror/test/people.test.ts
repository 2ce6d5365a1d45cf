import { requires } from '@hypergit/testing'
import { peopleSuite } from './people-suite.js'

/** What people are told crosses either kind of queues alike, which is tested with them; the other kind of mirror is for the slow suites. */
requires('redis', 'postgres')('people on a mirror on Redis', () => peopleSuite('redis'))

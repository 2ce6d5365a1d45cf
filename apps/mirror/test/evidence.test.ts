import { requires } from '@hypergit/testing'
import { evidenceSuite } from './evidence-suite.js'

/** How evidence crosses either kind of queues is tested with the queues; the other kind of mirror is for the slow suites. */
requires('redis')('a mirror on Redis that is asked for evidence', evidenceSuite('redis'))

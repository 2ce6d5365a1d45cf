import { requires } from '@hypergit/testing'
import { evidenceSuite } from './evidence-suite.js'

requires('postgres')('a mirror on PostgreSQL alone that is asked for evidence', evidenceSuite('postgres'))

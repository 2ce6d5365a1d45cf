import { requires } from '@hypergit/testing'
import { peopleSuite } from './people-suite.js'

requires('postgres')('people on a mirror on PostgreSQL alone', () => peopleSuite('postgres'))

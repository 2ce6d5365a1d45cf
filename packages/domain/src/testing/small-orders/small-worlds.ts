import { moderationWorlds } from './moderation-worlds.js'
import { peopleWorlds } from './people-worlds.js'
import { roleWorlds } from './role-worlds.js'
import type { SmallWorld } from './small-world.js'

export const smallWorlds: readonly SmallWorld[] = [...roleWorlds, ...peopleWorlds, ...moderationWorlds]

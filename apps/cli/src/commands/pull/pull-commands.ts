import type { Command } from 'commander'
import { group } from '../../define.js'
import { commentThread } from '../thread/comment-thread.js'
import { editThread } from '../thread/edit-thread.js'
import { listThreads } from '../thread/list-threads.js'
import { markThread, reactThread } from '../thread/mark-commands.js'
import { showThread } from '../thread/show-thread.js'
import { changeState } from '../thread/state-commands.js'
import { checkoutPull, diffPull } from './checkout-pull.js'
import { mergePull } from './merge-pull.js'
import { openPull } from './open-pull.js'
import { reviewPull, revisePull } from './review-pull.js'

export const pullCommands = (program: Command): void => {
  const pull = group(program, 'pull', 'Pull requests', ['pr'])
  for (const add of [openPull, reviewPull, revisePull, mergePull, checkoutPull, diffPull]) add(pull)
  for (const add of [listThreads, showThread, commentThread, editThread, changeState, markThread, reactThread])
    add(pull, 'pull')
}

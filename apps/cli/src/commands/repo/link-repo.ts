import type { Command } from 'commander'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { isCheckout, linkCheckout } from '../../git/linked-repository.js'

export const linkRepo = (parent: Command): void =>
  define(parent, {
    name: 'link',
    description: 'Link this git checkout to a repository, so that commands in it need no REPO',
    takes: ['REPO'],
    examples: ['repo link my-project'],
    run: async (run) => {
      if (!(await isCheckout(process.cwd()))) throw usage('this works in a git checkout')
      const peer = await run.peer()
      const repository = run.value(await peer.repository({ repo: run.word(0) }))
      await linkCheckout(process.cwd(), repository.link)
      run.output.result({ id: repository.id, link: repository.link }, () => `linked to ${repository.link}`)
    },
  })

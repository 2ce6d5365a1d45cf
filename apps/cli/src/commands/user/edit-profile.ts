import type { Command } from 'commander'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { safeLine } from '../../render/terminal-text.js'
import { offlineOption } from '../shared-options.js'

interface ProfileOptions {
  readonly name?: string
  readonly bio?: string
  readonly url?: string
  readonly contact?: string
  readonly offline?: boolean
}

export const editProfile = (parent: Command): void =>
  define<ProfileOptions>(parent, {
    name: 'profile',
    description: 'Change what others read of you',
    examples: ['user profile --bio "I mend things" --url https://example.org', 'user profile --contact "" --json'],
    options: (command) =>
      offlineOption(command)
        .option('--name <NAME>', 'what others see')
        .option('--bio <TEXT>', 'who you are')
        .option('--url <URL>', 'a page of yours, http or https')
        .option('--contact <TEXT>', 'how to reach you'),
    run: async (run) => {
      const { name, bio, url, contact, offline } = run.options
      const peer = await run.peer()
      const written = run.value(await peer.setProfile(given({ name, bio, url, contact, offline })))
      const { view, published, warnings } = written
      for (const warning of warnings) run.output.note(`! ${warning}`)
      const { log: user, ...rest } = view
      const profile = { name: rest.name, bio: rest.bio, url: rest.url, contact: rest.contact }
      run.output.result(
        { user, ...profile, published },
        () => `${safeLine(view.name)}: changed; ${published} peers have it`,
      )
    },
  })

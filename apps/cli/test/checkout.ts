import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { HostedGit } from './hosted-git.js'

const author = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']

export const gitIn = (folder: string, ...words: string[]): string =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim()

/** A git checkout with one commit, which is pushed to its remote: a bare repository of this machine that a server on loopback has as well. */
export class Checkout {
  private constructor(
    readonly folder: string,
    readonly bare: string,
    readonly hosted: HostedGit,
  ) {}

  static async make(dir: string): Promise<Checkout> {
    const [folder, bare] = [join(dir, 'checkout'), join(dir, 'hosted', 'pond.git')]
    for (const one of [folder, bare]) mkdirSync(one, { recursive: true })
    const checkout = new Checkout(folder, bare, await HostedGit.serve(join(dir, 'hosted')))
    gitIn(bare, 'init', '--quiet', '--bare', '--initial-branch=main')
    checkout.git('init', '--quiet', '--initial-branch=main')
    checkout.git('remote', 'add', 'origin', bare)
    checkout.commit('Begin')
    checkout.git('push', '--quiet', 'origin', 'main')
    return checkout
  }

  /** Where the server has the bare repository. It takes no pushes unless told to. */
  get url(): string {
    return `${this.hosted.origin}/pond.git`
  }

  git(...words: string[]): string {
    return gitIn(this.folder, ...words)
  }

  commit(message: string): void {
    this.git(...author, 'commit', '--quiet', '--allow-empty', '-m', message)
  }

  tag(name: string): void {
    this.git(...author, 'tag', '-a', name, '-m', name)
  }

  /** Everything that a push could have changed, there and here. */
  refs(): string {
    return [this.bare, this.folder].map((folder) => gitIn(folder, 'show-ref')).join('\n')
  }
}

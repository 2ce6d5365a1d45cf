import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { until } from '@hypergit/testing'

/** The mails that a mirror sent, as `.eml` files in a folder. */
export class Mailbox {
  #followed = new Set()

  constructor(folder) {
    this.folder = folder
  }

  async mailsTo(email) {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.eml'))
    const mails = await Promise.all(names.map((name) => PostalMime.parse(readFileSync(join(this.folder, name)))))
    return mails.filter(({ to }) => to?.some(({ address }) => address === email))
  }

  /** The mails to an address that hold a text. */
  async mailsWith(email, text) {
    return (await this.mailsTo(email)).filter((mail) => mail.text?.includes(text))
  }

  /** The path of the newest confirmation link to an address that was not followed yet. */
  async confirmationOf(email) {
    const find = async () => {
      const paths = (await this.mailsTo(email)).map(({ text }) => /\/subscriptions\/confirm\/[\w.~=-]+/.exec(text)?.[0])
      return paths.find((path) => path !== undefined && !this.#followed.has(path))
    }
    const path = await until(find, { what: `${email} is asked to confirm`, timeoutMs: 30_000 })
    this.#followed.add(path)
    return path
  }
}

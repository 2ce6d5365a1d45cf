/** The public API of a mirror, as anybody sees it. */
export class MirrorApi {
  constructor(mirror) {
    this.mirror = mirror
  }

  async text(path) {
    const response = await fetch(`${this.mirror.publicUrl}${path}`)
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
    return response.text()
  }

  async get(path) {
    return JSON.parse(await this.text(path))
  }

  repository(id) {
    return this.get(`/api/repositories/${id}`)
  }

  thread(id, number) {
    return this.get(`/api/repositories/${id}/threads/${number}`)
  }

  op(id, op) {
    return this.get(`/api/repositories/${id}/ops/${op}`)
  }

  /** All threads, page after page. */
  async threads(id, filter = '') {
    const all = []
    let after = ''
    do {
      const { items, next } = await this.get(`/api/repositories/${id}/threads?limit=200${filter}${after}`)
      all.push(...items)
      after = next === undefined ? undefined : `&after=${encodeURIComponent(next)}`
    } while (after !== undefined)
    return all
  }

  /** Subscribes an address to a thread and follows the link of the mail that asks for it. */
  async subscribe(mailbox, op, email) {
    const answer = await this.#post(`/api/threads/${op}/subscriptions`, { email })
    if (answer.status !== 202) throw new Error(`asking for a subscription was answered with ${answer.status}`)
    const path = await mailbox.confirmationOf(email, op)
    const confirmed = await this.#post(path)
    if (!confirmed.ok) throw new Error(`confirming was answered with ${confirmed.status}: ${await confirmed.text()}`)
  }

  #post(path, body) {
    return fetch(`${this.mirror.publicUrl}${path}`, {
      method: 'POST',
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  }
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '@hypergit/testing'

/** The mails that a mirror wrote to its folder, soft line breaks undone. */
export const mailsOf = async (data: string): Promise<readonly string[]> => {
  const names = (await readdir(join(data, 'outbox'))).filter((name) => name.endsWith('.eml'))
  const texts = await Promise.all(names.map((name) => readFile(join(data, 'outbox', name), 'utf8')))
  return texts.map((text) => text.replaceAll('=\r\n', '').replaceAll('=3D', '='))
}

/** Subscribes an address to a thread and follows the link of the confirmation mail. */
export const subscribe = async (data: string, publicUrl: string, thread: string, email: string): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const asked = await fetch(`${publicUrl}/api/threads/${thread}/subscriptions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email }),
  })
  if (asked.status !== 202) throw new Error(`asking for a subscription was answered with ${asked.status}`)
  const link = await until(
    async () => /http:\S+\/subscriptions\/confirm\/([\w.~-]+)/.exec((await mailsOf(data)).join('\n'))?.[1],
    { what: 'the confirmation mail is written' },
  )
  const confirmed = await fetch(`${publicUrl}/subscriptions/confirm/${link}`, { method: 'POST' })
  if (!confirmed.ok) throw new Error(`confirming was answered with ${confirmed.status}: ${await confirmed.text()}`)
}

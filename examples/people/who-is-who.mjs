import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'

/** Longest that a mirror may take to show what a peer has written, ms. */
export const shownWithinMs = 30_000

const written = ({ comments }, op) => comments.find((comment) => comment.op === op)

/** Waits until the mirror's API says of a comment's author what it should, and checks that the page says it in words. */
export const authorIs = async (api, { id, number = 1 }, op, { identity, name }) => {
  const comment = await until(
    async () => {
      const found = written(await api.thread(id, number), op)
      return found?.author.identity === identity && found.author.name === name ? found : undefined
    },
    { what: `the mirror shows ${op} by ${name ?? 'nobody known'}, ${identity}`, timeoutMs: shownWithinMs },
  )
  const page = await api.text(`/r/${id}/cores/${comment.author.core}`)
  assert.ok(page.includes(identity), `the page about the core says ${identity}`)
  return comment
}

/** Whether the page of the thread shows a text. */
export const isOnPage = async (api, { id, number = 1 }, text) =>
  (await api.text(`/r/${id}/issues/${number}`)).includes(text)

export const untilOnPage = (api, scene, text) =>
  until(() => isOnPage(api, scene, text), { what: `“${text}” is on the page`, timeoutMs: shownWithinMs })

import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'

/** The reader has one mail for each of the comments that everybody may read, and none for any other. */
export const checkMails = async ({ mailbox, diary }, { reader, mailed, unmailed }) => {
  for (const text of mailed) {
    await until(async () => (await mailbox.mailsWith(reader, text)).length > 0, {
      what: `${reader} has a mail: ${text}`,
      timeoutMs: 60_000,
      everyMs: 200,
    })
  }
  for (const text of mailed) assert.equal((await mailbox.mailsWith(reader, text)).length, 1, `one mail: ${text}`)
  for (const text of unmailed) assert.equal((await mailbox.mailsWith(reader, text)).length, 0, `no mail: ${text}`)
  diary.note(`the reader has ${mailed.length} mails for ${mailed.length} comments, and none for what is hidden`)
}

import { failingQueues } from '../steps/failing-queues.mjs'
import { importHistory } from '../steps/import-history.mjs'
import { killTheMirror } from '../steps/kill-the-mirror.mjs'
import { muteAndBlacklist } from '../steps/mute.mjs'
import { replayHistory } from '../steps/replay.mjs'
import { secondPeer } from '../steps/second-peer.mjs'
import { Diary } from './diary.mjs'
import { checkMails } from './check-mails.mjs'

/** Walks the steps of a range. Steps 2 and 3 go on with what step 1 left; 4, 5 and 6 stand alone. */
export const walkSteps = async (walk, { from, to }) => {
  const among = (step) => step >= from && step <= to
  const at = (step) => ({ ...walk, diary: new Diary(String(step)) })
  if (from <= 3) {
    const repository = await importHistory(at(1))
    if (to >= 2) {
      const { bob, bobsCore, issue, reader, body } = await secondPeer(at(2), repository)
      if (to >= 3) {
        const { id, link, admin } = repository
        const scene = { id, link, admin, guest: bob, core: bobsCore, number: issue.number }
        const { mailed, unmailed } = await muteAndBlacklist(at(3), scene)
        await checkMails(at(3), { reader, mailed: [body, ...mailed], unmailed })
      }
    }
    await repository.admin.stop()
  }
  if (among(4)) await replayHistory(at(4))
  if (among(5)) await killTheMirror(at(5))
  if (among(6)) await failingQueues(at(6))
}

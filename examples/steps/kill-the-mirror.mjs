import { until } from '@hypergit/testing'
import { checkMails } from '../walk/check-mails.mjs'
import { muteAndBlacklist } from './mute.mjs'
import { replayHistory } from './replay.mjs'

/** 5: kill -9 of the whole mirror in the middle of steps 3 and 4; started again it ends in the same state, with no mail twice. */
export const killTheMirror = async (walk) => {
  await killDuringMute(walk)
  await killDuringReplay(walk)
}

const killDuringMute = async (walk) => {
  const { api, mailbox, mirror, peer, diary } = walk
  const [admin, guest] = [peer('erin'), peer('frank')]
  const reader = 'second.reader@example.org'
  const { id, link } = await admin.run('repo', 'create', 'killed')
  const opened = await admin.run('issue', 'open', id, '-t', 'Who goes on after a crash?', '-b', 'Everybody should.')
  await admin.seed()
  await admin.run('mirror', 'add', link, '--url', mirror.operatorUrl)
  await until(() => api.thread(id, opened.number), { what: 'the mirror shows the issue', timeoutMs: 60_000 })
  await api.subscribe(mailbox, opened.op, reader)
  const { core } = await guest.run('repo', 'clone', link)
  const before = 'Said just before the crash.'
  const during = 'Said while the mirror was gone.'
  const say = (person, body) => person.run('issue', 'comment', id, String(opened.number), '-b', body)
  await say(guest, before)
  await until(async () => (await api.thread(id, opened.number)).comments.length > 0, { what: 'the comment is shown' })

  const meanwhile = async () => {
    diary.note('a repository with a reader and two peers is ready')
    await mirror.kill()
    await say(admin, during)
    diary.note('the mirror was killed in the middle of step 3, and a comment written without it')
    await mirror.start()
    diary.note('it was started again')
  }
  const scene = { id, link, admin, guest, core, number: opened.number, meanwhile }
  const { mailed, unmailed } = await muteAndBlacklist({ ...walk, diary: diary.within('3') }, scene)
  await checkMails(walk, { reader, mailed: [before, during, ...mailed], unmailed })
  await admin.stop()
}

/** Whether the mirror shows threads of a repository that is not among the known ones. */
const showsMoreThan = async (api, known) => {
  const { items } = await api.get('/api/repositories')
  return items.some(({ id, threads }) => !known.has(id) && threads.open + threads.closed > 0)
}

const killDuringReplay = async (walk) => {
  const { api, mirror, diary } = walk
  const known = new Set((await api.get('/api/repositories')).items.map(({ id }) => id))
  const meanwhile = async () => {
    await until(() => showsMoreThan(api, known), {
      what: 'the mirror has a part of the replay',
      timeoutMs: 300_000,
      everyMs: 20,
    })
    await mirror.kill({ whole: true })
    await mirror.start()
    diary.note('the mirror was killed with its database and its queues in the middle of step 4 and started again')
  }
  await replayHistory({ ...walk, diary: diary.within('4') }, { name: 'replay-killed', meanwhile })
}

import { replayHistory } from './replay.mjs'

/** 6: with every tenth job dropped and every tenth doubled, mirror and peers come to one state hash without a restart. */
export const failingQueues = async (walk) => {
  const { mirror, diary } = walk
  await mirror.stop()
  await mirror.start({ HYPERGIT_QUEUE_CHAOS: 'drop:10,double:10' })
  diary.note('the mirror was started with queues that drop every tenth job and double every tenth')
  await replayHistory(walk, { name: 'replay-failing' })
}

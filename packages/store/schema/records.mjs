/**
 * The collections of a log's store and the kinds of their keys' parts, in the order in which they were first registered: a collection's number
 * on disk follows from its place, so new ones go to the end. They are those of the domain's port; a test compares the two.
 */
export const records = {
  op: { id: 'id' },
  chain: { core: 'id', seq: 'uint', id: 'id' },
  timeline: { thread: 'id', at: 'uint', n: 'uint', op: 'id' },
  batch: { version: 'uint' },
  thread: { op: 'id' },
  threadIndex: { kind: 'uint', state: 'uint', number: 'uint', op: 'id' },
  core: { core: 'id' },
  authority: { height: 'uint', op: 'id' },
  moderation: { version: 'uint', position: 'uint' },
  checkpoint: { op: 'id' },
  parked: { core: 'id', seq: 'uint', id: 'id' },
  outbox: { version: 'uint' },
  meta: { slot: 'uint' },
  forkProof: { core: 'id', seq: 'uint' },
  closing: { thread: 'id', op: 'id' },
}

import { advance, stepFor, type Progress } from './version-order.js'

const shown = { epoch: 3, number: 7, partsDone: 0 }
const pending = { epoch: 4, number: 2, partsDone: 1 }

describe('order of a log’s changes', () => {
  test.each<[string, Progress, Parameters<typeof stepFor>[1], string]>([
    ['the next number is applied', { shown }, { epoch: 3, number: 8, part: 0 }, 'apply'],
    ['a number that is there came before', { shown }, { epoch: 3, number: 7, part: 0 }, 'duplicate'],
    ['a number further on shows a gap', { shown }, { epoch: 3, number: 9, part: 0 }, 'gap'],
    ['a lower epoch is refused', { shown }, { epoch: 2, number: 8, part: 0, snapshot: 'begin' }, 'stale'],
    ['a higher epoch begins with a snapshot', { shown }, { epoch: 4, number: 1, part: 0, snapshot: 'begin' }, 'begin'],
    ['changes of a higher epoch show a gap', { shown }, { epoch: 4, number: 1, part: 0 }, 'gap'],
    ['nothing yet, and no snapshot', {}, { epoch: 1, number: 1, part: 0 }, 'gap'],
    ['nothing yet, and a small snapshot', {}, { epoch: 1, number: 1, part: 0, snapshot: 'whole' }, 'begin'],
    ['the snapshot’s next part', { shown, pending }, { epoch: 4, number: 3, part: 1 }, 'apply'],
    ['a part of the snapshot twice', { shown, pending }, { epoch: 4, number: 3, part: 0 }, 'duplicate'],
    ['a part too far', { shown, pending }, { epoch: 4, number: 3, part: 2 }, 'gap'],
    ['what is shown, when a newer snapshot began', { shown, pending }, { epoch: 3, number: 8, part: 0 }, 'stale'],
    [
      'a snapshot that overtakes the one on its way',
      { shown, pending },
      { epoch: 5, number: 1, part: 0, snapshot: 'begin' },
      'begin',
    ],
    ['a snapshot’s first part is missing', { shown }, { epoch: 4, number: 1, part: 1, snapshot: 'begin' }, 'gap'],
  ])('%s', (_story, progress, job, kind) => {
    expect(stepFor(progress, job).kind).toBe(kind)
  })

  test('a number counts when its last part is there', () => {
    expect(advance(shown, { number: 8, part: 0, parts: 2 })).toEqual({ epoch: 3, number: 7, partsDone: 1 })
    expect(advance({ ...shown, partsDone: 1 }, { number: 8, part: 1, parts: 2 })).toEqual({
      epoch: 3,
      number: 8,
      partsDone: 0,
    })
  })
})

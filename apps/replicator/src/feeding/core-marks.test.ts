import { coreKey } from '@hypergit/domain'
import { CoreMarks } from './core-marks.js'

const core = coreKey('a'.repeat(64))

describe('CoreMarks', () => {
  let marks: CoreMarks
  beforeEach(() => {
    marks = new CoreMarks()
  })

  test('a core that is applied as far as it is here has no mark', () => {
    marks.arrived(core, 0)
    marks.confirmed(core, 5, 5, false)
    expect(marks.size).toBe(0)
  })

  test('blocks that arrive later do not move what is still to be sent', () => {
    marks.arrived(core, 3)
    marks.arrived(core, 8)
    expect(marks.get(core)).toMatchObject({ sent: 3, confirmed: 3 })
  })

  test('an answer while more is on its way leaves what was sent', () => {
    marks.arrived(core, 0)
    Object.assign(marks.get(core) ?? {}, { sent: 10 })
    marks.confirmed(core, 4, 20, false)
    expect(marks.get(core)).toMatchObject({ sent: 10, confirmed: 4 })
  })

  test('an answer with nothing on its way means that the rest was lost', () => {
    marks.arrived(core, 0)
    Object.assign(marks.get(core) ?? {}, { sent: 10 })
    marks.confirmed(core, 4, 20, true)
    expect(marks.get(core)).toMatchObject({ sent: 4, confirmed: 4 })
  })

  test('a validator that lost its state is sent everything again', () => {
    marks.confirmed(core, 0, 20, true)
    expect(marks.get(core)).toMatchObject({ sent: 0, confirmed: 0 })
  })

  test('the gaps of the jobs behind a lost one make the core start again once', () => {
    marks.arrived(core, 0)
    const mark = marks.get(core)
    Object.assign(mark ?? {}, { sent: 30 })
    marks.gap(core, 10, 1_000)
    expect(mark?.sent).toBe(10)
    Object.assign(mark ?? {}, { sent: 30 })
    marks.gap(core, 10, 1_500)
    expect(mark?.sent).toBe(30)
    marks.gap(core, 10, 2_500)
    expect(mark?.sent).toBe(10)
  })
})

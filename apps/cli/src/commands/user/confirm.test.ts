import { PassThrough } from 'node:stream'
import { until } from '@hypergit/testing'
import { confirm } from './confirm.js'

const terminal = () => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  return { input, output, isPlain: true, interrupted: new AbortController().signal, shown: () => shown }
}

describe('A question with yes and no', () => {
  test.each([
    ['y', true],
    [' YES ', true],
    ['n', false],
    ['No', false],
  ])('takes %j', async (typed, answer) => {
    const asked = terminal()
    const said = confirm(asked, 'Really?')
    asked.input.write(`${typed}\n`)
    expect(await said).toBe(answer)
    expect(asked.shown()).toContain('Really? [y/n]')
  })

  test('is asked again where the answer is neither, which Enter alone is not either', async () => {
    const asked = terminal()
    const said = confirm(asked, 'Really?')
    for (const [times, typed] of ['', 'perhaps', 'n'].entries()) {
      await until(() => asked.shown().split('Really?').length === times + 2, { what: 'it is asked' })
      asked.input.write(`${typed}\n`)
    }
    expect(await said).toBe(false)
  })

  test('has no answer where the terminal ends, or it is withdrawn', async () => {
    const [ended, withdrawn, stop] = [terminal(), terminal(), new AbortController()]
    const [first, second] = [confirm(ended, 'Really?'), confirm(withdrawn, 'Really?', stop.signal)]
    ended.input.end()
    stop.abort()
    expect(await Promise.all([first, second])).toEqual([undefined, undefined])
    expect(await confirm(terminal(), 'Really?', AbortSignal.abort())).toBeUndefined()
  })
})

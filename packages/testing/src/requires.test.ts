import { has, onPath } from './needs.js'
import { requires } from './requires.js'

describe('needs', () => {
  test('a program on the PATH is found by its name', () => {
    expect(onPath('no-such-program', 'node')).toMatch(/\/node$/)
  })

  test('a program that is nowhere is null', () => {
    expect(onPath('no-such-program')).toBeNull()
  })

  test('the answer does not change within a process', () => {
    expect(has('git')).toBe(has('git'))
  })
})

requires()('a suite that needs nothing', () => {
  test('runs', () => {
    expect(true).toBe(true)
  })
})

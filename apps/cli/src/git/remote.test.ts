import { validCommit, validRef, validRemote } from './remote.js'

describe('what a stranger may have git do', () => {
  test.each(['https://example.org/a.git', 'ssh://git@example.org/a', 'git@example.org:a/b.git', 'git://example.org/a'])(
    'follows %s',
    (url) => {
      expect(validRemote(url, false)).toBe(url)
    },
  )

  test.each([
    '--upload-pack=touch x',
    'ext::sh -c id',
    '-u',
    'file:///etc',
    '/etc',
    'git@-oProxyCommand=x:y',
    'https://-a',
    '',
  ])('refuses %s', (url) => {
    expect(() => validRemote(url, false)).toThrow('is no git URL')
  })

  test('follows a path of this machine where the user allows it', () => {
    expect(validRemote('/srv/a.git', true)).toBe('/srv/a.git')
    expect(() => validRemote('ext::sh -c id', true)).toThrow('is no git URL')
  })

  test.each(['-b', '--exec=x', 'HEAD~1', 'a..b', 'a b', '', 'x@{1}'])('takes %j for no branch', (name) => {
    expect(() => validRef(name)).toThrow('is no name')
  })

  test('takes ordinary branches and commits', () => {
    expect(validRef('feature/one-2')).toBe('feature/one-2')
    expect(validCommit('deadbeef')).toBe('deadbeef')
    expect(() => validCommit('--help')).toThrow('is no commit')
  })
})

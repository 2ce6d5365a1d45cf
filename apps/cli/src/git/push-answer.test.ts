import { pushAnswer } from './push-answer.js'

const ref = 'refs/heads/main'
const line = (mark: string, said: string): string => `To ../r.git\n${mark}\tHEAD:${ref}\t${said}\nDone\n`

describe('what a tried push says of the right to push', () => {
  test.each([
    [' ', '1f3a..9c2e'],
    ['*', '[new branch]'],
    ['=', '[up to date]'],
  ])('%j %s is a yes', (mark, said) => {
    expect(pushAnswer(ref, line(mark, said), '')).toEqual({ remote: 'yes' })
  })

  test.each(['[rejected] (non-fast-forward)', '[rejected] (fetch first)', '[rejected] (already exists)'])(
    '%s is about the commit, not about rights',
    (said) => {
      const hint = 'error: failed to push some refs to ../r.git\nhint: permission is denied to nobody\n'
      expect(pushAnswer(ref, line('!', said), hint)).toEqual({
        remote: 'unknown',
        why: expect.stringContaining(said),
      })
    },
  )

  test('a ref that the server rejects is a no', () => {
    expect(pushAnswer(ref, line('!', '[remote rejected] (protected branch hook declined)'), '')).toMatchObject({
      remote: 'no',
    })
  })

  test('the line of another ref says nothing about this one', () => {
    expect(pushAnswer('refs/heads/other-main', line('*', '[new branch]'), '')).toMatchObject({ remote: 'unknown' })
  })

  test.each([
    'ERROR: Permission to ann/pond.git denied to ben.\nfatal: Could not read from remote repository.',
    'git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    "remote: Permission to ann/pond.git denied to ben.\nfatal: unable to access 'https://example.org/': The requested URL returned error: 403",
    "fatal: Authentication failed for 'https://example.org/pond.git/'",
    'ERROR: The key you are authenticating with has been marked as read only.',
    'remote: You are not allowed to push code to this project.',
    'fatal: remote error: service not enabled: /pond.git',
    'fatal: remote error: access denied',
  ])('%j is a no, with its words', (stderr) => {
    const answer = pushAnswer(ref, '', stderr)
    expect(answer).toEqual({ remote: 'no', why: expect.stringContaining(stderr.split('\n')[0] ?? '') })
  })

  test.each([
    ["fatal: could not read Username for 'https://example.org': terminal prompts disabled", 'user name'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'host key'],
    ['error: src refspec HEAD does not match any', 'no commit'],
    ['ssh: connect to host example.org port 22: Permission denied', 'connect to host'],
    ["fatal: unable to access 'https://example.org/': Could not resolve host: example.org", 'resolve host'],
    ['fatal: remote error: access denied or repository not exported: /pond.git', 'not exported'],
    ["fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote", '/nowhere'],
    ['', 'no reason'],
  ])('%j leaves it open', (stderr, said) => {
    expect(pushAnswer(ref, '', stderr)).toEqual({ remote: 'unknown', why: expect.stringContaining(said) })
  })

  test('what a terminal would act upon is not passed on', () => {
    const answer = pushAnswer(ref, '', 'remote: \u001B[2J access denied')
    expect(JSON.stringify(answer)).not.toContain('\\u001b')
  })
})

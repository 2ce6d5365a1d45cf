import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { requires, spawnProcess, tempDir, until, type SpawnedProcess, type TempDir } from '@hypergit/testing'

const root = join(import.meta.dirname, '..', '..', '..')
const readme = await readFile(join(root, 'README.md'), 'utf8')

/** What is to be typed in a section, a text for each block. */
const blocksOf = (title: string): readonly string[] => {
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? ''
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block ?? '')
}

describe('the README', () => {
  test('begins with the two commands', () => {
    expect(blocksOf('Two commands')).toEqual(['npm install && npm start -- --demo\n', 'npm install && npm test\n'])
  })

  test('leads to files that are there', async () => {
    const targets = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target ?? '')
    expect(targets).toContain('docs/operations.md')
    const missing: string[] = []
    for (const target of targets) await access(join(root, target)).catch(() => missing.push(target))
    expect(missing).toEqual([])
  })

  test('names only scripts that the package has', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object }
    const named = [...readme.matchAll(/npm (?:run )?(install|start|test|(?<=run )[a-z:]+)/g)].map(
      ([, name]) => name ?? '',
    )
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'bench', 'lint']))
    expect(named.filter((name) => name !== 'install' && !(name in scripts))).toEqual([])
  })
})

requires('redis')('the quick start of the README', () => {
  let folder: TempDir
  let running: SpawnedProcess[]

  /** A shell as somebody has it who follows the README, with a home of its own and ports that are free. */
  const type = async (commands: string): Promise<SpawnedProcess> => {
    // Whatever fails, the shell leaves nothing running that it began.
    const script = `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${commands}`
    const shell = await spawnProcess('bash', ['-euxo', 'pipefail', '-c', script], {
      cwd: root,
      env: { HOME: folder.path, PORT: '0', OPERATOR_PORT: '0' },
    })
    running.push(shell)
    return shell
  }
  const mirrorFile = async () =>
    JSON.parse(await readFile(join(folder.path, 'hypergit', 'mirror', 'mirror.json'), 'utf8')) as {
      readonly pid: number
      readonly publicUrl: string
    }

  beforeEach(async () => {
    folder = await tempDir('hypergit-readme-')
    running = []
  })

  afterEach(async () => {
    await mirrorFile().then(
      ({ pid }) => process.kill(pid, 'SIGTERM'),
      () => undefined,
    )
    for (const shell of running) await shell.stop()
    await folder.remove()
  }, 30_000)

  test('works line by line', async () => {
    const [mirror, ...people] = blocksOf('Quick start')
    const served = await type(mirror ?? '')
    await served.line(/^hypergit mirror ready/, 120_000)

    const shell = await type(people.join('\n'))
    const { code } = await shell.exited
    const said = [...shell.stdout, ...shell.stderr].join('\n')
    expect([code, said]).toEqual([0, said])
    expect(shell.stdout).toContain('refused, as it should be')
    expect(said).toContain('locked')

    const { publicUrl } = await mirrorFile()
    expect(shell.stdout).toContain(publicUrl)
    const { items } = (await (await fetch(`${publicUrl}/api/repositories`)).json()) as { items: { id: string }[] }
    const page = await until(
      async () => {
        const text = await (await fetch(`${publicUrl}/r/${items[0]?.id}/issues/1`)).text()
        return text.includes('They stop in June.') && text.includes('Wait for June') ? text : false
      },
      { what: 'the page shows what both wrote' },
    )
    expect(page).toContain('Every night since <strong>Monday</strong>')
    expect(page).not.toContain('They did not.')
  }, 240_000)
})

import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { colors as pc } from '../../render/colors.js'
import { define } from '../../define.js'
import { untilInterrupted } from '../../interrupt.js'
import { authorsOf } from '../../render/authors.js'
import { counted } from '../../render/counted.js'
import { logLine } from '../../render/entries.js'
import { shortId } from '../../render/threads.js'
import { safeText } from '../../render/terminal-text.js'
import { writeEvidence } from './write-evidence.js'

interface WhyOptions {
  readonly evidence?: string
}

export const whyCommand = (program: Command): void =>
  define<WhyOptions>(program, {
    name: 'why',
    description: 'Say how an op came out: the rule, and the ops that decided it',
    takes: ['OP'],
    inRepository: true,
    examples: [
      'why yb3k9xqe',
      'why my-project yb3k9xqe --json',
      'why my-project yb3k9xqe --evidence spam.json && hypergit evidence verify spam.json',
    ],
    options: (command) =>
      command.option('--evidence <FILE>', 'write what shows anybody, offline, that its core was rightly blacklisted'),
    run: async (run) => {
      const peer = await run.peer()
      const repo = await run.repo()
      const { op, decidedBy } = run.value(await peer.why({ repo, op: run.word(0) }))
      const { evidence: file } = run.options
      const evidence =
        file === undefined
          ? undefined
          : {
              file,
              ...(await writeEvidence(untilInterrupted(peer.evidence({ repo, op: op.id }), run.interrupt), file)),
            }
      const { outcome, reason, rule, explanation } = op.decision
      const authors = await authorsOf(run)
      run.output.result(
        {
          op: op.id,
          outcome,
          ...(reason === undefined ? {} : { reason }),
          rule,
          explanation,
          decidedBy: op.decision.decidedBy,
          view: op,
          decidingOps: decidedBy,
          ...(evidence === undefined ? {} : { evidence }),
        },
        () => {
          const head = `${toZ32(op.id)}\n${pc.bold(reason === undefined ? outcome : `${outcome}: ${reason}`)} by rule ${rule}\n${explanation}\nby ${authors.text(op.author, op.origin)}`
          const deciding =
            decidedBy.length === 0
              ? ''
              : `\ndecided by\n${decidedBy.map((one) => `  ${logLine(one, false, authors)}`).join('\n')}`
          const written =
            evidence === undefined
              ? ''
              : `\n${safeText(evidence.file)} shows the ${evidence.kind} ${shortId(evidence.op)} of core ${shortId(evidence.core)}: ${counted(evidence.blocks, 'block')} of ${counted(evidence.cores, 'core')}`
          return head + deciding + written
        },
      )
    },
  })

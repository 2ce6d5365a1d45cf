import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { colors as pc } from '../../render/colors.js'
import { define } from '../../define.js'
import { logLine } from '../../render/entries.js'

export const whyCommand = (program: Command): void =>
  define(program, {
    name: 'why',
    description: 'Say how an op came out: the rule, and the ops that decided it',
    takes: ['OP'],
    inRepository: true,
    examples: ['why yb3k9xqe', 'why my-project yb3k9xqe --json'],
    run: async (run) => {
      const peer = await run.peer()
      const { op, decidedBy } = run.value(await peer.why({ repo: await run.repo(), op: run.word(0) }))
      const { outcome, reason, rule, explanation } = op.decision
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
        },
        () => {
          const head = `${toZ32(op.id)}\n${pc.bold(reason === undefined ? outcome : `${outcome}: ${reason}`)} by rule ${rule}\n${explanation}`
          return decidedBy.length === 0
            ? head
            : `${head}\ndecided by\n${decidedBy.map((one) => `  ${logLine(one, false)}`).join('\n')}`
        },
      )
    },
  })

import type { Command } from 'commander'
import type { EvidenceKind, ProvenEvidence } from '@hypergit/client'
import { linkOf, toZ32 } from '@hypergit/domain'
import { define, group } from '../../define.js'
import { CommandFailure } from '../../failures.js'
import { colors as pc } from '../../render/colors.js'
import { counted } from '../../render/counted.js'
import { logLine } from '../../render/entries.js'
import { readEvidence } from './read-evidence.js'

const shown: Readonly<Record<EvidenceKind, string>> = {
  violation: 'the core wrote an op that its own past forbids',
  ban: 'the core was banned by somebody who could',
  equivocation: 'the core signed two histories',
}

/** What a bundle cannot show, since it holds nothing that came after. */
const caveats: Readonly<Record<EvidenceKind, string>> = {
  violation: 'A violation never goes away, but a later pardon, which is not in the file, can let the core go on.',
  ban: 'It shows that the ban was made rightly. Whether it still stands depends on what came after, which is not in the file.',
  equivocation:
    'A fork never goes away, but a later pardon, which is not in the file, can let one of its branches count.',
}

const textOf = ({ bundle, decision, op, decidedBy, cores, blocks }: ProvenEvidence): string => {
  const { kind, fork } = bundle
  const { outcome, reason, rule, explanation } = decision
  const lines = [
    `${pc.bold('The evidence holds')}: ${shown[kind]}.`,
    `log     ${linkOf(bundle.log)}`,
    `core    ${toZ32(bundle.core)}`,
    `op      ${toZ32(bundle.op)}`,
    `outcome ${reason === undefined ? outcome : `${outcome}: ${reason}`} by rule ${rule}`,
    explanation,
    ...(op === undefined ? [] : ['the op', `  ${logLine(op, false)}`]),
    ...(fork === undefined ? [] : [`its histories first differ at ${fork.seq}`]),
    ...(decidedBy.length === 0 ? [] : ['decided by', ...decidedBy.map((one) => `  ${logLine(one, false)}`)]),
    `Checked: ${counted(blocks, 'block')}, under the ${cores === 1 ? 'signature' : 'signatures'} of ${counted(cores, 'core')}.`,
    pc.dim(caveats[kind]),
  ]
  return lines.join('\n')
}

const jsonOf = ({ bundle, decision, op, decidedBy, cores, blocks }: ProvenEvidence): object => {
  const { kind, log, core, fork } = bundle
  const { outcome, reason, rule, explanation } = decision
  return {
    holds: true,
    kind,
    log,
    core,
    op: bundle.op,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    rule,
    explanation,
    decidedBy: decision.decidedBy,
    ...(fork === undefined ? {} : { forkedAt: fork.seq }),
    ...(op === undefined ? {} : { view: op }),
    decidingOps: decidedBy,
    cores,
    blocks,
    caveat: caveats[kind],
  }
}

export const evidenceCommands = (program: Command): void => {
  const parent = group(program, 'evidence', 'Check what shows that a core was rightly blacklisted')
  define(parent, {
    name: 'verify',
    description: 'Check a file that `why --evidence` wrote: offline, and without trust in whoever wrote it',
    takes: ['FILE'],
    examples: ['evidence verify spam.json', 'evidence verify spam.json --json'],
    run: async (run) => {
      const file = run.word(0)
      const bundle = await readEvidence(file)
      const { checkEvidence } = await import('@hypergit/client')
      const verdict = await checkEvidence(bundle)
      if (!verdict.holds) throw new CommandFailure('evidence-fails', `${file} shows nothing: ${verdict.problem}`)
      run.output.result(jsonOf(verdict.proven), () => textOf(verdict.proven))
    },
  })
}

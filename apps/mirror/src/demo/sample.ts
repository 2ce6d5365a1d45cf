import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `45d`, `3h` or `20m`, in ms. */
const duration = z
  .string()
  .regex(/^\d{1,4}[mhd]$/, 'a number and m, h or d is needed')
  .transform((text) => Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0))

const line = z.string().min(1)
const role = z.enum(['admin', 'collaborator', 'normal'])
const act = { by: line, after: duration }
const reviewLine = z.strictObject({ path: line, line: z.int().positive(), text: line })

const actSchema = z.discriminatedUnion('do', [
  z.strictObject({ ...act, do: z.literal('comment'), text: line }),
  z.strictObject({ ...act, do: z.literal('label'), add: z.array(line) }),
  z.strictObject({ ...act, do: z.literal('milestone'), add: z.array(line) }),
  z.strictObject({ ...act, do: z.literal('assign'), to: line }),
  z.strictObject({ ...act, do: z.literal('react'), emoji: line }),
  z.strictObject({ ...act, do: z.literal('close'), reason: line.optional() }),
  z.strictObject({
    ...act,
    do: z.literal('review'),
    verdict: z.enum(['approve', 'changes', 'comment']),
    text: line,
    lines: z.array(reviewLine).default([]),
  }),
  z.strictObject({ ...act, do: z.literal('revise') }),
  z.strictObject({ ...act, do: z.literal('merge') }),
])

const threadBase = { title: line, id: line.optional(), by: line, opened: duration, body: line }
const acts = z.array(actSchema).default([])

const threadSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...threadBase, kind: z.literal('issue'), acts }),
  z.strictObject({ ...threadBase, kind: z.literal('pull'), ref: line, acts }),
])

const sampleSchema = z.strictObject({
  repository: z.strictObject({ name: line, description: line, gitUrl: line }),
  people: z.record(line, role),
  threads: z.array(z.preprocess((value) => ({ kind: 'issue', ...(value as object) }), threadSchema)).min(1),
  lateMute: z.strictObject({
    thread: line,
    ago: duration,
    first: line,
    muteBy: line,
    reason: line,
    late: line,
    answer: z.strictObject({ by: line, text: line }),
  }),
  brokenLock: z.strictObject({
    thread: line,
    ago: duration,
    first: line,
    lockBy: line,
    reason: line,
    violation: line,
  }),
  readings: z.strictObject({ by: line, opened: duration, title: line, body: line }),
})

/** The sample as the file says it, durations in ms. */
export type Sample = z.infer<typeof sampleSchema>
export type SampleThread = Sample['threads'][number]
export type SampleAct = z.infer<typeof actSchema>

const sampleFile = new URL('../../../../examples/demo/sample.yaml', import.meta.url)

/** Reads the sample of `examples/demo/`; throws when the file is not as the schema above has it. */
export const readSample = async (): Promise<Sample> => sampleSchema.parse(parse(await readFile(sampleFile, 'utf8')))

import { z } from 'zod'

/**
 * The `github-archive` file that projects publish: `{repo, labels, issues[], pulls[]}`. What a field may be left out for, or be null for, is what
 * is found in such files; fields that are not named here are not looked at. Dates are ISO 8601 in the file and milliseconds here.
 */
const textLengthMax = 1024 * 1024
const text = z.string().max(textLengthMax)
const login = z.string().min(1).max(100)
const author = login.nullish().transform((name) => name ?? undefined)
const body = text.nullish().transform((given) => given ?? '')
const date = z.string().transform((given, context) => {
  const at = Date.parse(given)
  if (Number.isInteger(at) && at >= 0) return at
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(given.slice(0, 40))} is no date since 1970 in ISO 8601`,
  })
  return z.NEVER
})
const optionalDate = date.nullish().transform((at) => at ?? undefined)
const association = z
  .string()
  .max(40)
  .nullish()
  .transform((given) => given ?? 'NONE')
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(100_000).default([])
const number = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)

const comment = z.object({ author, authorAssociation: association, body, createdAt: date })
const lineComment = z.object({
  originalPosition: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullish(),
  path: text.nullish(),
  body,
  createdAt: optionalDate,
})
const review = z.object({
  commit: z.object({ abbreviatedOid: z.string().max(64) }).nullish(),
  author,
  authorAssociation: association,
  state: z.string().max(40),
  body,
  createdAt: date,
  comments: list(lineComment),
})
const entry = {
  number,
  title: text,
  url: z.string().max(2_000),
  author,
  authorAssociation: association,
  assignees: list(login),
  labels: list(z.string().min(1).max(256)),
  body,
  createdAt: date,
  updatedAt: optionalDate,
  closedAt: optionalDate,
  comments: list(comment),
}
const issue = z.object({ ...entry, state: z.enum(['OPEN', 'CLOSED']) })
const pull = z.object({
  ...entry,
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergedAt: optionalDate,
  mergedBy: author,
  reviews: list(review),
  baseRefName: z.string().max(1_000).default(''),
  headRepository: z.string().max(1_000).nullish(),
  headRefName: z.string().max(1_000).default(''),
  headRefOid: z.string().max(64).default(''),
  mergeCommit: z.object({ oid: z.string().max(64) }).nullish(),
})
const archive = z.object({
  repo: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, 'must be OWNER/NAME')
    .max(200),
  issues: list(issue),
  pulls: list(pull),
})

export type GithubArchive = z.infer<typeof archive>
export type ArchivedIssue = z.infer<typeof issue>
export type ArchivedPull = z.infer<typeof pull>
export type ArchivedReview = z.infer<typeof review>

export type ParsedArchive =
  | { readonly ok: true; readonly archive: GithubArchive }
  | { readonly ok: false; readonly problem: string }

const problemsShown = 3

/** An archive from the text of a file; the problem says where in the file and what is wrong. */
export const parseArchive = (content: string): ParsedArchive => {
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch (error) {
    return { ok: false, problem: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const parsed = archive.safeParse(json)
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, problemsShown)
      .map(({ path, message }) => `${placeOf(path)}: ${message}`)
    return { ok: false, problem: problems.join('; ') }
  }
  const twice = numberGivenTwice(parsed.data)
  if (twice !== undefined) return { ok: false, problem: `two issues or pulls have the number ${twice}` }
  return { ok: true, archive: parsed.data }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('') || 'the whole file'

const numberGivenTwice = ({ issues, pulls }: GithubArchive): number | undefined => {
  const seen = new Set<number>()
  return [...issues, ...pulls].find(({ number }) => seen.size === seen.add(number).size)?.number
}

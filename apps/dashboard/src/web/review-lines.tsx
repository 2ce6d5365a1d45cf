import type { ReviewEntry } from '../replies/thread.js'
import { Prose } from './pieces.js'

type Line = ReviewEntry['lines'][number]

const placeOf = (line: Line): string => {
  if (line.line !== undefined) return `line ${line.line}`
  return line.position === undefined ? 'the file' : `position ${line.position}`
}

const lineClass = (text: string): string => {
  if (text.startsWith('@@')) return 'hunk-head'
  if (text.startsWith('+')) return 'hunk-added'
  return text.startsWith('-') ? 'hunk-removed' : 'hunk-kept'
}

const Hunk = ({ hunk }: { readonly hunk: string }) => (
  <pre className="hunk" tabIndex={0} aria-label="Quoted lines">
    {hunk.split('\n').map((text, index) => (
      <span key={index} className={lineClass(text)}>{`${text}\n`}</span>
    ))}
  </pre>
)

/** Comments on lines, grouped by file, each under the lines that its reviewer quoted. */
export const ReviewLines = ({ lines }: { readonly lines: readonly Line[] }) => {
  const files = new Map<string, Line[]>()
  for (const line of lines) files.set(line.path ?? '', [...(files.get(line.path ?? '') ?? []), line])
  return (
    <>
      {[...files].map(([path, ofFile]) => (
        <section
          className="review-file"
          key={path}
          aria-label={path === '' ? 'Line comments' : `Line comments on ${path}`}
        >
          {path === '' ? null : (
            <h3>
              <code className="long">{path}</code>
            </h3>
          )}
          {ofFile.map((line, index) => (
            <div className="review-line" key={index}>
              <p className="muted">{placeOf(line)}</p>
              {line.hunk === undefined || line.hunk === '' ? null : <Hunk hunk={line.hunk} />}
              <Prose text={line.body} />
            </div>
          ))}
        </section>
      ))}
    </>
  )
}

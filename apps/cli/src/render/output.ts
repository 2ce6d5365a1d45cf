import type { CommandFailure } from '../failures.js'
import { presented } from './presented.js'
import { safeJson, safeText } from './terminal-text.js'

/** Where a command's results and messages go: JSON or text on stdout, messages for people on stderr. */
export class Output {
  constructor(readonly json: boolean) {}

  /** The result: one JSON value, or what a person reads. */
  result(value: object, text: () => string): void {
    this.#write(this.json ? safeJson(presented(value)) : text())
  }

  /** A list: one JSON value a line, or what a person reads of all of it. */
  list(values: readonly object[], text: () => string): void {
    if (!this.json) this.#write(text())
    else for (const value of values) this.#write(safeJson(presented(value)))
  }

  /** A message for a person, which may quote strangers; it never mixes with results. */
  note(message: string): void {
    process.stderr.write(`${safeText(message)}\n`)
  }

  failure(failure: CommandFailure): void {
    if (!this.json) this.note(`hypergit: ${failure.message}`)
    else
      this.#write(safeJson({ error: { code: failure.code, message: failure.message, ...presented(failure.details) } }))
  }

  #write(line: string): void {
    if (line !== '' || this.json) process.stdout.write(`${line}\n`)
  }
}

import type { CommandFailure } from '../failures.js'
import { presented } from './presented.js'

/** Where a command's results and messages go: JSON or text on stdout, messages for people on stderr. */
export class Output {
  constructor(readonly json: boolean) {}

  /** The result: one JSON value, or what a person reads. */
  result(value: object, text: () => string): void {
    this.#write(this.json ? JSON.stringify(presented(value)) : text())
  }

  /** A list: one JSON value a line, or what a person reads of all of it. */
  list(values: readonly object[], text: () => string): void {
    if (!this.json) this.#write(text())
    else for (const value of values) this.#write(JSON.stringify(presented(value)))
  }

  /** A message for a person; it never mixes with results. */
  note(message: string): void {
    process.stderr.write(`${message}\n`)
  }

  failure(failure: CommandFailure): void {
    if (!this.json) this.note(`hypergit: ${failure.message}`)
    else
      this.#write(
        JSON.stringify({ error: { code: failure.code, message: failure.message, ...presented(failure.details) } }),
      )
  }

  #write(line: string): void {
    if (line !== '' || this.json) process.stdout.write(`${line}\n`)
  }
}

/** Collects the conditions of a WHERE with their parameters, so that no value ever becomes part of the statement's text. */
export class Conditions {
  private readonly clauses: string[] = []
  readonly values: unknown[] = []

  /** `$?` stands for the next of `values`. */
  add(clause: string, ...values: readonly unknown[]): void {
    const pending = [...values]
    this.clauses.push(clause.replaceAll('$?', () => this.value(pending.shift())))
  }

  /** The placeholder of one more parameter. */
  value(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  get where(): string {
    return this.clauses.length === 0 ? 'true' : this.clauses.map((clause) => `(${clause})`).join(' and ')
  }
}

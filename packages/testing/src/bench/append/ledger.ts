import type { Contender, Kept } from './contender.ts'

/** What a contender counted as appended, and what is there. */
export interface Ledger extends Kept {
  contender: string
  appends: number
}

/** Counts what each contender says it appended, warming up included. */
export class Ledgers {
  readonly #appends = new Map<Contender, number>()

  add(contender: Contender, appends: number): void {
    this.#appends.set(contender, (this.#appends.get(contender) ?? 0) + appends)
  }

  /** Throws an Error where rows are missing or too many: then the figures are of something else. */
  async close(): Promise<Ledger[]> {
    const ledgers: Ledger[] = []
    for (const [contender, appends] of this.#appends) {
      const ledger = { contender: contender.name, appends, ...(await contender.kept()) }
      if (ledger.rows !== appends || ledger.holed > 0)
        throw new Error(
          `${contender.name} appended ${appends} messages; ${ledger.rows} are there, ${ledger.holed} sessions have holes.`,
        )
      ledgers.push(ledger)
    }
    return ledgers
  }
}

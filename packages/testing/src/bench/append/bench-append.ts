import type { BenchPostgres } from '../bench-postgres.ts'
import type { Figure } from '../figure.ts'
import { load } from '../machine.ts'
import { benchLengths } from './bench-lengths.ts'
import { benchSpread } from './bench-spread.ts'
import type { Ledger } from './ledger.ts'
import type { Sizes } from './sizes.ts'

export interface AppendOptions {
  rounds: number
  /** Milliseconds that each contender runs in a round. */
  ms: number
  sizes: Sizes
}

export interface AppendBench {
  figures: Figure[]
  ledgers: Ledger[]
}

/** Measures appending: many callers over many sessions and on one, then one caller on sessions of several lengths. */
export async function benchAppend(postgres: BenchPostgres, options: AppendOptions): Promise<AppendBench> {
  const parts: AppendBench[] = []
  for (const part of [benchSpread, benchLengths]) {
    const before = load()
    const { figures, ledgers } = await part(postgres, options)
    const loads = [before, load()] as const
    parts.push({ figures: figures.map((figure) => ({ ...figure, load: loads })), ledgers })
  }
  return {
    figures: parts.flatMap(({ figures }) => figures),
    ledgers: parts.flatMap(({ ledgers }) => ledgers),
  }
}

import { percentile } from '../bench/median.ts'
import type { Fire } from './fire.ts'

const MOST_FAULTS = 20

/** What came of it, for a person. */
export function formatReport(found: Fire, { seed, seconds }: { seed: string; seconds: number }): string {
  const { faults, longest, waits } = found
  return [
    `Under fire for ${seconds.toFixed(0)} s, seed ${seed}: ${found.sessions} sessions, ${found.versions} versions of their arrays,`,
    `${found.identities} messages of the old app and ${found.acked} of ours, ${found.rows} rows, ${found.kills} backfills killed.`,
    '',
    `${faults.length} faults; ${found.changedAgain} rows by a further run; ${found.forced} answers were rows before they had grown;`,
    `${found.refused} appends were told to come again.`,
    `The old app waited at most ${longest.ms.toFixed(0)} ms for a lock of ours${longest.behind ? `, behind: ${longest.behind.replaceAll(/\s+/g, ' ')}` : ''}.`,
    `Its writes: median ${at(waits.alone, 50)} and p99 ${at(waits.alone, 99)} ms alone, ${at(waits.beside, 50)} and ${at(waits.beside, 99)} ms beside the move.`,
    ...faults.slice(0, MOST_FAULTS),
  ].join('\n')
}

function at(waits: readonly number[], percent: number): string {
  return percentile(waits, percent).toFixed(1)
}

/** What happens at a moment of a run. */
export const STRIKES = ['kill-process', 'kill-postgres', 'end-connections', 'hold-row', 'hold-lock'] as const
export type StrikeName = (typeof STRIKES)[number]

/** All that can be set against the product: strikes, faults on the wire, and what holds for a whole run. */
export const NEMESES = [...STRIKES, 'cut', 'delay', 'isolation', 'pgbouncer'] as const
export type NemesisName = (typeof NEMESES)[number]

import type { ClientReport } from '../live/client-protocol.ts'
import type { Pace } from '../live/pace.ts'
import { processCpuMs } from '../live/process-usage.ts'
import { STAMP_UNITS } from '../live/stamp.ts'
import type { Side, SyncStage } from './open-stage.ts'

/** What came of one answer that all clients watched. */
export interface Delivery extends ClientReport {
  /** Deltas that each client was to get. */
  deltas: number
  /** Microseconds of the server's processor time a delta and client; undefined where the system does not tell. */
  cpuUs: number | undefined
}

const LATE_MS = 30_000

/** One answer of this pace to all clients of one side; waits until all have it, at most 30 s longer than it is written. */
export async function deliver(stage: SyncStage, side: Side, pace: Pace): Promise<Delivery> {
  const { clients, pid } = stage
  await clients.expect(side, pace.count * STAMP_UNITS)
  const before = processCpuMs(pid[side])
  const play = side === 'bare' ? stage.bare.play(pace) : stage.duck.send(stage.sessionId, pace)
  const report = await clients.report(side, (pace.count / pace.perSecond) * 1000 + LATE_MS)
  await play
  const after = processCpuMs(pid[side])
  const delivered = report.units / STAMP_UNITS
  const cpuUs =
    before === undefined || after === undefined ? undefined : ((after - before) * 1000) / delivered
  return { ...report, deltas: pace.count, cpuUs }
}

/** The share of the deltas that came, of all that were to come. */
export function deliveredShare({ units, clients, deltas }: Delivery): number {
  return units / (clients * deltas * STAMP_UNITS)
}

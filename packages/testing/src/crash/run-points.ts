import { createCalm } from './calm.ts'
import { checkPoint, type Limits } from './check/check-point.ts'
import type { CrashDatabase } from './crash-postgres.ts'
import { inParallel } from './in-parallel.ts'
import type { Observation } from './point/observation.ts'
import { type PointSetting, runPoint } from './point/run-point.ts'
import type { CrashPoint } from './points.ts'

/** What came of a point; without an observation it could not be carried out. */
export interface PointResult {
  point: CrashPoint
  observation: Observation | undefined
  violations: string[]
}

export interface RunOptions {
  createDatabase: () => Promise<CrashDatabase>
  /** Points under way at the same time. */
  atOnce: number
  /** Default what is promised, which a busy machine does not always keep. */
  limits?: Limits
  /** Told of each as soon as it is over. */
  done?: (result: PointResult) => void
}

/** Carries out all points, each on a database and with servers of its own. */
export function runPoints(points: readonly CrashPoint[], options: RunOptions): Promise<PointResult[]> {
  const calm = createCalm()
  return inParallel(points, options.atOnce, async (point) => {
    // Postgres writes out all it has for a database that is dropped, at the cost of the others.
    const database = await calm.together(options.createDatabase)
    const result = await tryPoint(point, { database, calm }, options.limits)
    await calm.together(() => database.drop())
    options.done?.(result)
    return result
  })
}

async function tryPoint(
  point: CrashPoint,
  setting: PointSetting,
  limits: Limits | undefined,
): Promise<PointResult> {
  try {
    const observation = await runPoint(point, setting)
    return { point, observation, violations: checkPoint(observation, limits) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { point, observation: undefined, violations: [`it could not be carried out: ${reason}`] }
  }
}

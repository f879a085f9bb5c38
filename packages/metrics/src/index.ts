export { CONSTRAINTS } from './constraints.ts'
export { createMetrics } from './create-metrics.ts'
export type { AppendResult, LockPhase, Metrics, PoolUse } from './metrics.ts'
export { NO_METRICS } from './no-metrics.ts'

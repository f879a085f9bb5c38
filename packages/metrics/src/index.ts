export { CONSTRAINTS } from './constraints.ts'
export { createMetrics } from './create-metrics.ts'
export type {
  AppendResult,
  LegacyProgress,
  LockPhase,
  Metrics,
  PoolUse,
  ShadowResult,
} from './metrics.ts'
export { NO_METRICS } from './no-metrics.ts'

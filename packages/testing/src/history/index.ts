export { ANOMALY_KINDS, type Anomaly, type AnomalyKind, formatAnomaly } from './anomaly.ts'
export { checkHistory } from './check/check-history.ts'
export type { AppendCall, History, ListCall, Outcome, RecordedCall } from './history.ts'

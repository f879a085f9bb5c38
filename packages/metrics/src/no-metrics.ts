import type { Metrics } from './metrics.ts'

/** Records nothing, for callers that want no metrics. */
export const NO_METRICS: Metrics = {
  append() {},
  appendBatch() {},
  appendLock() {},
  constraintViolation() {},
  watchStreams() {},
  watchSyncClients() {},
  finalize() {},
  orphansSettled() {},
  countMismatches() {},
  watchPool() {},
  poolRefused() {},
  shadowRead() {},
  legacyProgress() {},
  request() {},
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: async () => '',
}

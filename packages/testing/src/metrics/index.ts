export { parseMetrics, type Sample } from './parse-metrics.ts'
export { sampleValue } from './sample-value.ts'

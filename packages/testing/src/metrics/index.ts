export { parseMetrics, type Sample } from './parse-metrics.ts'

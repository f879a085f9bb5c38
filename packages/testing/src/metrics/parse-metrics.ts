/** One line of a scrape that has a value. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

type Types = Map<string, string>

const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y
// As Go reads a number: Prometheus takes NaN however it is spelt, and prom-client writes Nan.
const NUMBER = /^(?:[+-]?Inf|[Nn]a[Nn]|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/
const KINDS = ['counter', 'gauge', 'histogram', 'summary', 'untyped']

/**
 * All samples of a scrape in Prometheus's text format 0.0.4, in their order.
 *
 * @throws Error at the first line that breaks the format, a second line of one series, a sample before its type, or
 * a histogram whose buckets do not add up.
 */
export function parseMetrics(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('The last line does not end.')
  const types: Types = new Map()
  const samples = text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (line.startsWith('#') ? readComment(line, types) : [readSample(line, types)]))
  refuseTwice(samples)
  for (const [name, kind] of types) if (kind === 'histogram') checkHistogram(name, samples)
  return samples
}

function readComment(line: string, types: Types): [] {
  const [, word, name = '', rest = ''] = COMMENT.exec(line) ?? []
  if (word === undefined) throw new Error(`This is no comment: ${line}`)
  if (word === 'HELP') return []
  if (!KINDS.includes(rest) || types.has(name)) throw new Error(`This is no type, or the second: ${line}`)
  types.set(name, rest)
  return []
}

function readSample(line: string, types: Types): Sample {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
  if (!NUMBER.test(value)) throw new Error(`This is no sample: ${line}`)
  const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')
  if (!types.has(family)) throw new Error(`This sample comes before its type: ${line}`)
  return { name, labels: readLabels(labels, line), value: toNumber(value) }
}

function readLabels(text: string, line: string): Record<string, string> {
  const pairs = new Map<string, string>()
  LABEL.lastIndex = 0
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? []
    if (name === '' || pairs.has(name)) throw new Error(`These are no labels: ${line}`)
    pairs.set(
      name,
      value.replace(/\\(.)/g, (_all, sign) => (sign === 'n' ? '\n' : sign)),
    )
  }
  return Object.fromEntries(pairs)
}

function refuseTwice(samples: Sample[]): void {
  const seen = new Set<string>()
  for (const { name, labels } of samples) {
    const series = seriesOf(name, labels)
    if (seen.has(series)) throw new Error(`This series is there twice: ${series}`)
    seen.add(series)
  }
}

/** In each of its series the buckets grow, and the last one counts everything. */
function checkHistogram(name: string, samples: Sample[]): void {
  const all = samples.filter((each) => each.name === `${name}_bucket`)
  const bucketsOf = Map.groupBy(all, ({ labels }) => seriesOf(name, without(labels, 'le')))
  for (const { labels, value } of samples.filter((each) => each.name === `${name}_count`)) {
    const series = seriesOf(name, labels)
    const buckets = (bucketsOf.get(series) ?? []).map(toBucket)
    const last = buckets.at(-1)
    if (!buckets.every(growsIn) || last?.bound !== Infinity || last.count !== value)
      throw new Error(`The buckets do not add up: ${series}`)
  }
}

interface Bucket {
  bound: number
  count: number
}

function toBucket({ labels, value }: Sample): Bucket {
  return { bound: toNumber(labels.le ?? ''), count: value }
}

function growsIn({ bound, count }: Bucket, at: number, buckets: Bucket[]): boolean {
  const before = buckets[at - 1] ?? { bound: -Infinity, count: 0 }
  return bound > before.bound && count >= before.count
}

function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'))
}

function seriesOf(name: string, labels: Record<string, string>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function without(labels: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([each]) => each !== name))
}

import { expect, test } from 'vitest'
import { parseMetrics } from './parse-metrics.ts'

const scrape = (...lines: string[]) => `${lines.join('\n')}\n`
const COUNTER = ['# HELP a_total Things.', '# TYPE a_total counter']
const histogram = (...counts: [string, number][]) =>
  scrape(
    '# TYPE h histogram',
    ...counts.map(([bound, count]) => `h_bucket{le="${bound}",k="v"} ${count}`),
    'h_sum{k="v"} 1.5',
    'h_count{k="v"} 3',
  )

test('a scrape gives its samples with their labels and values', () => {
  expect(
    parseMetrics(scrape(...COUNTER, 'a_total{k="v",l="} \\"\\\\\\n"} 2', 'a_total{k="w"} 1e-7')),
  ).toEqual([
    { name: 'a_total', labels: { k: 'v', l: '} "\\\n' }, value: 2 },
    { name: 'a_total', labels: { k: 'w' }, value: 1e-7 },
  ])
})

test('a histogram is taken when its buckets add up', () => {
  expect(parseMetrics(histogram(['0.1', 1], ['1', 3], ['+Inf', 3]))).toHaveLength(5)
})

test.each([
  ['a last line without an end', '# TYPE a counter\na 1'],
  ['a sample before its type', scrape('a_total 1')],
  ['a type that is none', scrape('# TYPE a clock')],
  ['a type twice', scrape('# TYPE a counter', '# TYPE a counter')],
  ['a comment of another kind', scrape('# NOTE a b')],
  ['a sample without a value', scrape(...COUNTER, 'a_total')],
  ['a value that is no number', scrape(...COUNTER, 'a_total one')],
  ['a label without quotes', scrape(...COUNTER, 'a_total{k=v} 1')],
  ['a quote inside a label', scrape(...COUNTER, 'a_total{k="a"b"} 1')],
  ['a label twice', scrape(...COUNTER, 'a_total{k="a",k="b"} 1')],
  ['a series twice', scrape(...COUNTER, 'a_total{k="a",l="b"} 1', 'a_total{l="b",k="a"} 1')],
  ['buckets that shrink', histogram(['0.1', 2], ['1', 1], ['+Inf', 3])],
  ['buckets in disorder', histogram(['1', 1], ['0.1', 2], ['+Inf', 3])],
  ['a histogram without its last bucket', histogram(['0.1', 1], ['1', 3])],
  ['a count that is not the last bucket', histogram(['0.1', 1], ['+Inf', 2])],
])('%s is refused', (_what, text) => {
  expect(() => parseMetrics(text)).toThrow(Error)
})

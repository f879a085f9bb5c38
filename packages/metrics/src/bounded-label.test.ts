import { randomUUID } from 'node:crypto'
import { parseMetrics } from '@duck/testing/metrics'
import { expect, test } from 'vitest'
import { boundedLabel, closedLabel, statusClass } from './bounded-label.ts'
import { createMetrics } from './create-metrics.ts'

const FREE_TEXT = 'What my doctor told me: "nothing"\n# TYPE x counter'

test('a bounded label takes its first names and calls the others other', () => {
  const label = boundedLabel(2)
  expect(['a', 'b', 'c', 'a', 'd'].map(label)).toEqual(['a', 'b', 'other', 'a', 'other'])
})

test.each(['/api/sessions/:sessionId/messages', '/trpc/message.append', 'appends', 'static', '/files/*'])(
  'a bounded label takes %s',
  (name) => {
    expect(boundedLabel(1)(name)).toBe(name)
  },
)

test.each([FREE_TEXT, '', 'two words', 'ä', '{', 'x'.repeat(81), '/a?token=b', '/%41'])(
  'a bounded label does not take %j, and gives it no place',
  (text) => {
    const label = boundedLabel(1)
    expect(label(text)).toBe('other')
    expect(label('name')).toBe('name')
  },
)

test('a closed label takes its list only, and no word that every object knows', () => {
  const label = closedLabel(['a'])
  expect(['a', 'b', '__proto__', 'constructor'].map(label)).toEqual(['a', 'other', 'other', 'other'])
})

test('a status is one of five classes, or other', () => {
  expect([100, 204, 302, 404, 599].map(statusClass)).toEqual(['1xx', '2xx', '3xx', '4xx', '5xx'])
  expect([0, 600, -200, Number.NaN].map(statusClass)).toEqual(['other', 'other', 'other', 'other'])
})

test('whatever is recorded, the number of series has an end and no free text is in a label', async () => {
  const metrics = createMetrics()
  const record = () => {
    for (let count = 0; count < 1000; count += 1) {
      const text = count % 2 === 0 ? `${FREE_TEXT} ${count}` : randomUUID()
      metrics.constraintViolation(text)
      metrics.poolRefused(text)
      metrics.watchPool(text, () => ({ size: 1, inUse: 0, waiting: 0 }))
      metrics.request(text, count % 2 === 0 ? 200 : 503, 0.1)
    }
  }
  const ours = async () => parseMetrics(await metrics.text()).filter(({ name }) => name.startsWith('duck_'))
  record()
  const before = await ours()
  record()
  expect((await ours()).length).toBe(before.length)
  expect(JSON.stringify(before)).not.toContain('doctor')
  const refused = before.filter(({ name }) => name === 'duck_constraint_violations_total')
  expect(refused.find(({ labels }) => labels.constraint === 'other')?.value).toBe(1000)
})

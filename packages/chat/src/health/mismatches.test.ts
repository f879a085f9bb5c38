import { createMetrics } from '@duck/metrics'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { expect, test } from 'vitest'
import { Mismatches } from './mismatches.ts'

const ALL = { after: null, upTo: null }

function counted() {
  const metrics = createMetrics()
  const read = async () => sampleValue(parseMetrics(await metrics.text()), 'duck_count_mismatches')
  return { mismatches: new Mismatches(metrics), read }
}

test('each session counts once, however often it is found', async () => {
  const { mismatches, read } = counted()
  mismatches.note('u', ALL, ['a', 'b'])
  mismatches.note('u', ALL, ['a', 'b'])
  expect(await read()).toBe(2)
})

test("a check takes back what it no longer finds, in its own part and of its own user's alone", async () => {
  const { mismatches, read } = counted()
  mismatches.note('u', ALL, ['a', 'c', 'e'])
  mismatches.note('v', ALL, ['x'])
  mismatches.note('u', { after: 'a', upTo: 'c' }, [])
  expect(await read()).toBe(3)
  mismatches.note('u', { after: 'c', upTo: null }, [])
  expect(await read()).toBe(2)
  mismatches.note('u', ALL, [])
  expect(await read()).toBe(1)
})

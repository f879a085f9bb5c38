import { expect, test } from 'vitest'
import { createLanes } from './lanes.ts'

test('jobs of a lane run one after another in the order given, whatever each takes', async () => {
  const lanes = createLanes()
  const first = Promise.withResolvers<void>()
  const done: string[] = []
  const jobs = [
    lanes('a', () => first.promise.then(() => done.push('a1'))),
    lanes('a', async () => done.push('a2')),
    lanes('b', async () => done.push('b1')),
  ]
  await jobs[2]
  expect(done).toEqual(['b1'])
  first.resolve()
  await Promise.all(jobs)
  expect(done).toEqual(['b1', 'a1', 'a2'])
})

test('a job that fails fails for its caller alone', async () => {
  const lanes = createLanes()
  const failed = lanes('a', () => Promise.reject(new Error('refused')))
  const next = lanes('a', async () => 'done')
  await expect(failed).rejects.toThrow('refused')
  await expect(next).resolves.toBe('done')
})

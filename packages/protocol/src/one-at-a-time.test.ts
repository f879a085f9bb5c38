import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

it('a burst of calls while a run is under way makes exactly one more run', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const done = Promise.withResolvers<void>()
  let runs = 0
  const call = oneAtATime(async () => {
    const gate = gates[runs++]
    await gate?.promise
    if (runs === 2) done.resolve()
  })
  for (let n = 0; n < 5; n++) call('s')
  expect(runs).toBe(1)
  gates[0]?.resolve()
  gates[1]?.resolve()
  await done.promise
  expect(runs).toBe(2)
})

it('a run that fails does not stop later ones', async () => {
  const done = Promise.withResolvers<void>()
  let runs = 0
  const call = oneAtATime(async () => {
    if (++runs === 1) throw new Error('network')
    done.resolve()
  })
  call('s')
  call('s')
  await done.promise
  expect(runs).toBe(2)
})

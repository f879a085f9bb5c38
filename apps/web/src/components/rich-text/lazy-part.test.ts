import { expect, it } from 'vitest'
import { createLazyPart } from './lazy-part.ts'

/** A part whose fetches are answered by hand. */
function createScript() {
  const fetches: PromiseWithResolvers<string>[] = []
  const part = createLazyPart(() => {
    const fetching = Promise.withResolvers<string>()
    fetches.push(fetching)
    return fetching.promise
  })
  return { part, fetches }
}
const [one, other] = [{}, {}]

it('many who want a part fetch it once, and are told', async () => {
  const { part, fetches } = createScript()
  const told = new Promise<void>((resolve) => part.subscribe(resolve))
  for (const answer of [one, one, other]) part.want(answer)
  fetches[0]?.resolve('here')
  await told
  part.want({})
  expect([part.now(), fetches.length]).toEqual(['here', 1])
})

it('a part that failed is fetched again for another answer only', async () => {
  const { part, fetches } = createScript()
  part.want(one)
  fetches[0]?.reject(new Error('gone'))
  await expect
    .poll(() => {
      part.want(other)
      return fetches.length
    })
    .toBe(2)
  fetches[1]?.reject(new Error('gone'))
  await Promise.resolve()
  for (const answer of [other, other]) part.want(answer)
  expect([part.now(), fetches.length]).toEqual([null, 2])
})

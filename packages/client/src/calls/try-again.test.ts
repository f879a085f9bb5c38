import { expect, test } from 'vitest'
import { tryAgain } from './try-again.ts'

const NO_ANSWER = new TypeError('fetch failed')
const answered = (code: string, data: object = {}) =>
  Object.assign(new Error(code), { data: { code, ...data } })

/** A call that fails so often in these ways, then succeeds; and what was waited in between. */
function stage(failures: unknown[], { isRepeatable = true, patienceMs = 60_000 } = {}) {
  const waits: number[] = []
  const over = new AbortController()
  let now = 0
  let tries = 0
  const result = tryAgain(
    async () => {
      const failure = failures[tries++]
      if (failure) throw failure
      return 'row'
    },
    {
      patienceMs,
      isRepeatable,
      signal: over.signal,
      now: () => now,
      pause: async (ms) => {
        waits.push(ms)
        now += ms
      },
    },
  )
  return { result, waits, over, tries: () => tries }
}

test.each([
  ['no answer', NO_ANSWER],
  ['a busy server', answered('SERVICE_UNAVAILABLE')],
  ['a fault in it', answered('INTERNAL_SERVER_ERROR')],
])('after %s the same call is made again', async (_, failure) => {
  const { result, tries } = stage([failure, failure])
  await expect(result).resolves.toBe('row')
  expect(tries()).toBe(3)
})

test('a fault in the server is told when it came three times', async () => {
  const { result, tries } = stage(Array<unknown>(9).fill(answered('INTERNAL_SERVER_ERROR')))
  await expect(result).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  expect(tries()).toBe(3)
})

test('it waits as long as the server says, else ever longer', async () => {
  const { result, waits } = stage([
    answered('TOO_MANY_REQUESTS', { retryAfterMs: 1_234 }),
    NO_ANSWER,
    NO_ANSWER,
  ])
  await result
  expect(waits[0]).toBe(1_234)
  expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
})

test.each(['BAD_REQUEST', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'UNAUTHORIZED'])(
  '%s is final',
  async (code) => {
    const { result, tries } = stage([answered(code, { field: 'id', actualMessageCount: 3 })])
    await expect(result).rejects.toMatchObject({ code, facts: { field: 'id', actualMessageCount: 3 } })
    expect(tries()).toBe(1)
  },
)

test('what may not happen twice is made again only when it did not happen', async () => {
  const unknown = stage([NO_ANSWER], { isRepeatable: false })
  await expect(unknown.result).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    facts: { reason: 'no-answer' },
  })
  const refused = stage([answered('TOO_MANY_REQUESTS')], { isRepeatable: false })
  await expect(refused.result).resolves.toBe('row')
})

test('no try begins after the patience', async () => {
  const { result, waits } = stage(Array<unknown>(99).fill(NO_ANSWER), { patienceMs: 5_000 })
  await expect(result).rejects.toMatchObject({ facts: { reason: 'no-answer' }, cause: NO_ANSWER })
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(5_000)
})

test('a call that is called off is not made again', async () => {
  const { result, over, tries } = stage([NO_ANSWER, NO_ANSWER])
  over.abort(new Error('called off'))
  await expect(result).rejects.toThrow('called off')
  expect(tries()).toBe(1)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SendQueue } from './send-queue.ts'

class Transient extends Error {}

/** Resolves by hand. */
function deferred<Value>() {
  return Promise.withResolvers<Value>()
}

function queueWithPauses() {
  const pauses: number[] = []
  const queue = new SendQueue({
    isTransient: (error) => error instanceof Transient,
    pause: async (_error, attempt) => void pauses.push(attempt),
  })
  return { queue, pauses }
}

describe('one lane', () => {
  it('starts the second delivery only when the first is acked', async () => {
    const { queue } = queueWithPauses()
    const first = deferred<string>()
    const started: string[] = []
    const begin = (name: string, ack: Promise<string>) => () => {
      started.push(name)
      return ack
    }
    const one = queue.deliver('s', { attempt: begin('one', first.promise) })
    const two = queue.deliver('s', { attempt: begin('two', Promise.resolve('b')) })
    await Promise.resolve()
    expect(started).toEqual(['one'])
    first.resolve('a')
    expect(await Promise.all([one, two])).toEqual(['a', 'b'])
    expect(started).toEqual(['one', 'two'])
  })

  it('goes on after a final refusal', async () => {
    const { queue } = queueWithPauses()
    const refused = queue.deliver('s', { attempt: () => Promise.reject(new Error('no')) })
    const next = queue.deliver('s', { attempt: async () => 'acked' })
    await expect(refused).rejects.toThrow('no')
    expect(await next).toBe('acked')
  })

  it('keeps the order of sending whatever fails for a while', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 12 }), async (failures) => {
        const { queue } = queueWithPauses()
        const stored: number[] = []
        const deliveries = failures.map((times, n) => {
          let left = times
          return queue.deliver('s', {
            attempt: async () => {
              if (left-- > 0) throw new Transient()
              stored.push(n)
            },
          })
        })
        await Promise.all(deliveries)
        expect(stored).toEqual(failures.map((_, n) => n))
      }),
    )
  })
})

it('lanes do not wait for each other', async () => {
  const { queue } = queueWithPauses()
  const stuck = deferred<string>()
  const one = queue.deliver('a', { attempt: () => stuck.promise })
  expect(await queue.deliver('b', { attempt: async () => 'b' })).toBe('b')
  stuck.resolve('a')
  expect(await one).toBe('a')
})

it('a transient failure is told, waited for and tried again', async () => {
  const { queue, pauses } = queueWithPauses()
  const waits: unknown[] = []
  let left = 2
  const ack = await queue.deliver('s', {
    attempt: async () => {
      if (left-- > 0) throw new Transient()
      return 'acked'
    },
    waiting: (error) => waits.push(error),
  })
  expect(ack).toBe('acked')
  expect(waits).toHaveLength(2)
  expect(pauses).toEqual([1, 2])
})

it('what follows a refused opening is refused with the same error, and a later try starts anew', async () => {
  const { queue } = queueWithPauses()
  const tried: string[] = []
  const opening = queue.deliver('s', { opens: true, attempt: () => Promise.reject(new Error('no session')) })
  const sends = ['one', 'two'].map((name) =>
    queue.deliver('s', { attempt: async () => void tried.push(name) }),
  )
  await expect(opening).rejects.toThrow('no session')
  for (const send of sends) await expect(send).rejects.toThrow('no session')
  expect(tried).toEqual([])
  expect(await queue.deliver('s', { attempt: async () => 'acked' })).toBe('acked')
})

import { expect, test } from 'vitest'
import { createCalm } from './calm.ts'

/** Acts that say when they begin, and end when told. */
function createActs() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const act = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => ends.set(name, resolve))
  }
  return { begun, act, end: (name: string) => ends.get(name)?.() }
}

test('what runs alone waits for all before it, and all after it wait for its end', async () => {
  const { begun, act, end } = createActs()
  const calm = createCalm()
  const first = [calm.together(act('a')), calm.together(act('b'))]
  const alone = calm.alone(act('alone'))
  const after = [calm.together(act('c')), calm.together(act('d'))]
  await Promise.resolve()
  expect(begun).toEqual(['a', 'b'])
  end('a')
  await first[0]
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await expect.poll(() => begun).toEqual(['a', 'b', 'alone'])
  end('alone')
  await alone
  await expect.poll(() => begun).toEqual(['a', 'b', 'alone', 'c', 'd'])
  end('c')
  end('d')
  await Promise.all(after)
})

test('an act that fails lets the next begin', async () => {
  const calm = createCalm()
  await expect(calm.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(calm.alone(() => Promise.resolve('yes'))).resolves.toBe('yes')
})

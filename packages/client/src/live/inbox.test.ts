import { expect, test } from 'vitest'
import { allOf } from '../testing/all-of.ts'
import { createInbox } from './inbox.ts'

test('everything that was pushed is read, in order, up to the end', async () => {
  const inbox = createInbox<number>()
  for (const item of [1, 2, 3]) inbox.push(item)
  const read = allOf(inbox)
  inbox.push(4)
  inbox.end()
  inbox.push(5)
  expect(await read).toEqual([1, 2, 3, 4])
})

test('who reads slowly gets the newest of what replaces each other', async () => {
  const inbox = createInbox<number>()
  for (const item of [1, 2, 3]) inbox.replace(item)
  inbox.end()
  expect(await allOf(inbox)).toEqual([3])
})

test('a failure comes before what was not read', async () => {
  const inbox = createInbox<number>()
  inbox.push(1)
  inbox.fail(new Error('gone'))
  await expect(allOf(inbox)).rejects.toThrow('gone')
})

test('a reader that leaves is heard of', async () => {
  let left = 0
  const inbox = createInbox<number>(() => left++)
  inbox.push(1)
  for await (const _ of inbox) break
  expect(left).toBe(1)
})

import { beforeEach, expect, test, vi } from 'vitest'
import { ANN, accountStage, GUEST } from '../testing/account-stage.ts'
import { memoryStorage } from '../testing/memory-storage.ts'
import { becoming } from './becoming.ts'
import { keptKey } from './kept.ts'
import { keepLastPerson, lastPerson } from './person.ts'
import { storage } from './storage.ts'
import { createStore } from './store.ts'

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage())
})

test('a fresh browser becomes a guest’s, once, also when the server is away at first', async () => {
  const { server, told, open } = accountStage()
  server.away = 3
  const account = open()
  await Promise.all([account.confirm(), account.confirm()])
  expect(account.state.get()).toEqual({ phase: 'in', person: GUEST })
  expect([server.guests, told]).toEqual([1, ['guest-1']])
})

test('a tab that waits for its turn to make a guest takes whom another tab has signed in', async () => {
  const { server, hear, open } = accountStage()
  const account = open({ exclusive: () => new Promise(() => {}) })
  const confirmed = account.confirm()
  server.person = GUEST
  hear(GUEST.id)
  await confirmed
  expect(account.state.get()).toEqual({ phase: 'in', person: GUEST })
  expect(server.guests).toBe(0)
})

test('with accounts nobody is made: the page waits for a sign-in', async () => {
  const { server, open } = accountStage('accounts')
  const account = open()
  await account.confirm()
  expect(account.state.get()).toEqual({ phase: 'out', person: null })
  expect(server.guests).toBe(0)
})

test('who was revoked in the middle is not made another guest', async () => {
  const { server, open } = accountStage()
  const account = open()
  await account.confirm()
  server.person = null
  await account.confirm()
  expect(account.state.get()).toEqual({ phase: 'out', person: GUEST })
  expect(server.guests).toBe(1)
})

test('a page that begins over unsent text of a guest who is gone makes no other one', async () => {
  const { server, open } = accountStage()
  keepLastPerson(GUEST)
  storage.write(keptKey(GUEST.id, 'draft', 's'), 'Not sent')
  const account = open()
  await account.confirm()
  expect(account.state.get()).toEqual({ phase: 'out', person: GUEST })
  expect(server.guests).toBe(0)
})

test('after signing out no guest comes by itself, and nothing of the user is kept', async () => {
  const { server, told, open } = accountStage()
  server.person = ANN
  const account = open()
  await account.confirm()
  storage.write(keptKey(ANN.id, 'draft', 's'), 'Typed')
  await account.signOut(false)
  expect(account.state.get()).toEqual({ phase: 'out', person: null })
  expect(told.at(-1)).toBe(null)
  expect(storage.keys('').map((key) => storage.read(key))).toEqual(['left'])
  const again = open()
  await again.confirm()
  expect([again.state.get(), server.guests]).toEqual([{ phase: 'out', person: null }, 0])
})

test('what is to be kept at signing out is kept under the user it is of', async () => {
  const { server, open } = accountStage()
  server.person = ANN
  const account = open()
  await account.confirm()
  storage.write(keptKey(ANN.id, 'draft', 's'), 'Typed')
  await account.signOut(true)
  expect(storage.read(keptKey(ANN.id, 'draft', 's'))).toBe('Typed')
})

test('a sign-out that the server did not hear changes nothing', async () => {
  const { server, open } = accountStage()
  server.person = ANN
  const account = open()
  await account.confirm()
  server.deaf = true
  storage.write(keptKey(ANN.id, 'draft', 's'), 'Typed')
  await expect(account.signOut(false)).rejects.toThrow('Failed to fetch')
  expect(storage.read(keptKey(ANN.id, 'draft', 's'))).toBe('Typed')
  expect(account.state.get()).toEqual({ phase: 'in', person: ANN })
})

test('who is leaving is not asked to sign in again, however early it is noticed that they are nobody’s', async () => {
  const { server, open } = accountStage()
  server.person = ANN
  const account = open()
  await account.confirm()
  const states: unknown[] = []
  account.state.subscribe(() => states.push(account.state.get()))
  const leave = async () => {
    server.person = null
    await account.look()
    await account.confirm()
  }
  await account.leave(leave, false)
  expect(states).toEqual([{ phase: 'out', person: null }])
})

test('who could not leave, and is nobody’s all the same, can sign in again', async () => {
  const { server, open } = accountStage()
  server.person = ANN
  const account = open()
  await account.confirm()
  const leave = async () => {
    server.person = null
    await account.look()
    throw new TypeError('Failed to fetch')
  }
  await expect(account.leave(leave, false)).rejects.toThrow('Failed to fetch')
  await expect.poll(() => account.state.get()).toEqual({ phase: 'out', person: ANN })
})

test('calls of a user wait until that user is signed in, and never go out as another', async () => {
  const { server, open } = accountStage('accounts')
  const account = open()
  const [owner, other] = [createStore<string | null>('ann'), createStore<string | null>('bob')]
  const went: string[] = []
  void account.whenIn(owner).then(() => went.push('ann'))
  void account.whenIn(other).then(() => went.push('bob'))
  await account.confirm()
  server.person = ANN
  await account.become(async () => {})
  await account.whenIn(owner)
  expect(went).toEqual(['ann'])
})

test('a tab that hears of another user asks who it is', async () => {
  const { server, open, hear } = accountStage()
  const account = open()
  await account.confirm()
  server.person = ANN
  hear(ANN.id)
  await expect.poll(() => account.state.get()).toEqual({ phase: 'in', person: ANN })
  expect(lastPerson()).toEqual(ANN)
})

test('a guest who is nobody for a moment, on the way to an account, is not signed out', async () => {
  const { server, open } = accountStage()
  const account = open()
  await account.confirm()
  const phases: string[] = []
  const asked: Promise<void>[] = []
  account.state.subscribe(() => phases.push(account.state.get().phase))
  await account.become(async () => {
    server.person = null
    await account.look()
    // In the tab beside, which hears of the guest's end before it hears of Ann.
    asked.push(account.confirm())
    server.person = ANN
  })
  await Promise.all(asked)
  expect([account.state.get(), phases]).toEqual([{ phase: 'in', person: ANN }, ['in']])
})

test('a sign-in whose answer is lost is found out all the same', async () => {
  const { server, open } = accountStage()
  const account = open()
  await account.confirm()
  const call = async () => {
    server.person = ANN
    throw new TypeError('Failed to fetch')
  }
  await expect(account.become(call)).rejects.toThrow('Failed to fetch')
  await expect.poll(() => account.state.get()).toEqual({ phase: 'in', person: ANN })
  expect(becoming.is(GUEST.id, ANN.id)).toBe(true)
})

test('a sign-in that is refused leaves everybody as they were', async () => {
  const { open } = accountStage()
  const account = open()
  await account.confirm()
  await expect(account.become(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong')
  expect(account.state.get()).toEqual({ phase: 'in', person: GUEST })
})

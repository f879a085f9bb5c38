import { beforeEach, expect, test, vi } from 'vitest'
import { ANN, accountStage } from '../testing/account-stage.ts'
import { memoryStorage } from '../testing/memory-storage.ts'
import { refusal, scriptedClient } from '../testing/scripted-client.ts'
import { createStore } from './store.ts'
import { whenSignedIn } from './when-signed-in.ts'

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage())
})

/** A tab of Ann's at a server that refuses calls while nobody is signed in. */
function stage() {
  const { server, open } = accountStage('accounts')
  const account = open()
  const caller = createStore<string | null>(ANN.id)
  const reached: string[] = []
  const answer = async ({ path }: { path: string }) => {
    reached.push(path)
    if (server.person?.id !== ANN.id && path !== 'user.options') throw refusal('UNAUTHORIZED')
    return {}
  }
  const client = scriptedClient(answer, [whenSignedIn(account, caller)])
  return { server, account, caller, reached, client }
}

const SEND = { sessionId: 's', id: 'm', content: 'Hello' }

test('a call waits until it is known that its user is signed in', async () => {
  const { server, account, reached, client } = stage()
  server.person = ANN
  const call = client.user.me.query()
  expect(reached).toEqual([])
  await account.confirm()
  await call
  expect(reached).toEqual(['user.me'])
})

test('a call that was refused for want of a sign-in is made again after it', async () => {
  const { server, account, reached, client } = stage()
  server.person = ANN
  await account.confirm()
  server.person = null
  const call = client.session.update.mutate({ sessionId: 's', title: 'New' })
  await expect.poll(() => account.state.get().phase).toBe('out')
  server.person = ANN
  await account.confirm()
  await call
  expect(reached).toEqual(['session.update', 'session.update'])
})

test('what a tab of one user calls never goes out while another one is signed in', async () => {
  const { server, account, reached, client } = stage()
  server.person = { id: 'bob', isGuest: false }
  await account.confirm()
  const call = client.session.create.mutate({}).then(() => 'made')
  const nothing = new Promise((resolve) => setImmediate(() => resolve('nothing')))
  expect(await Promise.race([call, nothing])).toBe('nothing')
  expect(reached).toEqual([])
})

test('a closed tab calls nothing more, also when its user is back', async () => {
  const { server, account, caller, reached, client } = stage()
  const call = client.session.create.mutate({}).then(() => 'made')
  caller.set(null)
  server.person = ANN
  await account.confirm()
  const nothing = new Promise((resolve) => setImmediate(() => resolve('nothing')))
  expect(await Promise.race([call, nothing])).toBe('nothing')
  expect(reached).toEqual([])
})

test('a send does not wait here: its queue is told that nobody is signed in, or that the server is away', async () => {
  const { server, account, client } = stage()
  server.away = 1
  const away = client.message.send.mutate(SEND)
  const refused = expect(away).rejects.toThrow('Failed to fetch')
  await account.confirm()
  await refused
  await expect(client.message.send.mutate(SEND)).rejects.toThrow('Nobody is signed in.')
})

test('what is for everybody is asked without a sign-in', async () => {
  const { reached, client } = stage()
  await client.user.options.query()
  expect(reached).toEqual(['user.options'])
})

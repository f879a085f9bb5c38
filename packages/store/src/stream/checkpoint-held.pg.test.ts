import { expect, test } from 'vitest'
import { newServer, openAnswer } from '../testing/answers.ts'
import { durableText } from '../testing/durable-text.ts'
import { useDb } from '../testing/use-db.ts'
import { whileHeld } from '../testing/while-held.ts'
import { checkpointStreams } from './checkpoint.ts'

const store = useDb()

test('an answer that somebody holds keeps no other from becoming durable, and its own text lands later', async () => {
  const serverId = await newServer(store.db)
  const { stream: held } = await openAnswer(store.db, await store.newSession(), serverId, 'Qua')
  const { stream: free } = await openAnswer(store.db, await store.newSession(), serverId, 'Qua')
  const pieces = [held, free].map(({ id: streamId }) => ({ streamId, startUnit: 3, delta: 'ck' }))
  const checkpoint = () => checkpointStreams(store.db, serverId, pieces)
  const hold = `select from message_streams where id = '${held.id}' for update`
  expect(await whileHeld(store.sql, [hold], checkpoint)).toEqual(
    new Map([
      [held.id, null],
      [free.id, 5],
    ]),
  )
  expect([await durableText(store.db, held.id), await durableText(store.db, free.id)]).toEqual([
    'Qua',
    'Quack',
  ])
  expect(await checkpoint()).toEqual(
    new Map([
      [held.id, 5],
      [free.id, 5],
    ]),
  )
  expect(await durableText(store.db, held.id)).toBe('Quack')
})

test('an answer that somebody holds is not taken for one that was lost, nor one that was lost for held', async () => {
  const [here, there] = [await newServer(store.db), await newServer(store.db)]
  const { stream: held } = await openAnswer(store.db, await store.newSession(), here)
  const { stream: lost } = await openAnswer(store.db, await store.newSession(), there)
  const pieces = [held, lost].map(({ id: streamId }) => ({ streamId, startUnit: 0, delta: 'Qua' }))
  const holds = [held, lost].map(({ id }) => `select from message_streams where id = '${id}' for update`)
  const durable = await whileHeld(store.sql, holds, () => checkpointStreams(store.db, here, pieces))
  expect(durable).toEqual(new Map([[held.id, null]]))
})

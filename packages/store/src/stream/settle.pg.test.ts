import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { getMessage } from '../message/get.ts'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, openAnswer, sendDraft } from '../testing/answers.ts'
import { append, everythingOf, indexesOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { listStreams } from './list.ts'
import { settleOrphans } from './settle.ts'

const store = useDb()

test('an orphan becomes an interrupted row with the text of its checkpoints', async () => {
  const sessionId = await store.newSession('someone')
  const serverId = await newServer(store.db)
  const { message, stream } = await sendMessage(
    store.db,
    sendDraft(sessionId, { serverId, userId: 'someone' }),
  )
  await store.sql`update message_streams set status = 'open', opened_at = now() where id = ${stream.id}`
  await store.sql`
    insert into stream_checkpoints (stream_id, start_unit, end_unit, delta)
    values (${stream.id}, 9, 12, '🦆!'), (${stream.id}, 0, 9, 'Quack\r\n, ')`
  expect(await settleOrphans(store.db, serverId)).toEqual([
    {
      streamId: stream.id,
      sessionId,
      userId: 'someone',
      messageIndex: 1,
      messageCount: 2,
      headId: stream.id,
    },
  ])
  expect(await getMessage(store.db, 'someone', stream.id)).toMatchObject({
    role: 'assistant',
    content: 'Quack\r\n, 🦆!',
    finishReason: 'interrupted',
    origin: 'stream',
    parentId: message.id,
    metadata: { model: 'duck/duck', promptId: message.id },
  })
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({
    streams: [{ status: 'interrupted', error_class: 'server-died' }],
    checkpoints: [],
  })
})

test('an orphan without text leaves no row and stays listed, queued or open', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  await openAnswer(store.db, sessionId, serverId)
  await sendMessage(store.db, sendDraft(sessionId, { serverId }))
  const settled = await settleOrphans(store.db, serverId)
  expect(settled).toMatchObject([{ messageIndex: null }, { messageIndex: null }])
  expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1])
  expect(await listStreams(store.db, 'local', sessionId)).toMatchObject([
    { status: 'interrupted', errorClass: 'server-died' },
    { status: 'interrupted', errorClass: 'server-died' },
  ])
})

test('an orphan of nothing but blanks leaves no row', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  await openAnswer(store.db, sessionId, serverId, ' \n\t\n')
  expect(await settleOrphans(store.db, serverId)).toMatchObject([{ messageIndex: null }])
  expect(await indexesOf(store.sql, sessionId)).toEqual([0])
})

test('settling again, or another server, changes nothing', async () => {
  const sessionId = await store.newSession()
  const dead = await newServer(store.db)
  const alive = await newServer(store.db)
  await openAnswer(store.db, sessionId, dead, 'Qua')
  const { stream } = await openAnswer(store.db, await store.newSession(), alive, 'Qua')
  expect(await settleOrphans(store.db, dead)).toHaveLength(1)
  const before = await everythingOf(store.sql, sessionId)
  expect(await settleOrphans(store.db, dead)).toEqual([])
  expect(await settleOrphans(store.db, uuidv7())).toEqual([])
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
  expect(await finalize(store.db, alive, stream.id)).toMatchObject({ result: 'ended' })
})

test('50 orphans that four servers settle at once are each settled once', async () => {
  const serverId = await newServer(store.db)
  const sessionIds = await Promise.all(upTo(50).map(() => store.newSession()))
  await Promise.all(sessionIds.map((sessionId) => openAnswer(store.db, sessionId, serverId, 'Qua')))
  const settled = (await Promise.all(upTo(4).map(() => settleOrphans(store.db, serverId)))).flat()
  expect(settled.map((each) => each.sessionId).sort()).toEqual(sessionIds.toSorted())
  for (const sessionId of sessionIds) expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1])
})

test('a finalize and a settle at once leave one row, and the loser knows', async () => {
  for (const _ of upTo(20)) {
    const sessionId = await store.newSession()
    const serverId = await newServer(store.db)
    const { stream } = await openAnswer(store.db, sessionId, serverId, 'Qua')
    const [end, settled] = await Promise.all([
      finalize(store.db, serverId, stream.id),
      settleOrphans(store.db, serverId),
      append(store.db, sessionId),
    ])
    const { content, finishReason } = await getMessage(store.db, 'local', stream.id)
    expect({ content, finishReason }).toEqual(
      end.result === 'ended'
        ? { content: 'Quack!', finishReason: 'completed' }
        : { content: 'Qua', finishReason: 'interrupted' },
    )
    expect(settled).toHaveLength(end.result === 'ended' ? 0 : 1)
    expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1, 2])
  }
})

test('a session that someone has locked holds up no other orphan, and is settled afterwards', async () => {
  const serverId = await newServer(store.db)
  const locked = await openAnswer(store.db, await store.newSession(), serverId, 'Qua')
  // More of one session than are settled at a time.
  for (const _ of upTo(25)) await sendMessage(store.db, sendDraft(locked.stream.sessionId, { serverId }))
  const free = await openAnswer(store.db, await store.newSession(), serverId, 'Qua')
  for (const lock of [
    'select from chat_sessions where id = $1 for update',
    'select pg_advisory_xact_lock(session_lock_key($1))',
  ])
    await store.sql.begin(async (tx) => {
      await tx.unsafe(lock, [locked.stream.sessionId])
      const since = performance.now()
      for (const { streamId } of await settleOrphans(store.db, serverId))
        expect(streamId).toBe(free.stream.id)
      expect(performance.now() - since).toBeLessThan(1000)
    })
  expect(await getMessage(store.db, 'local', free.stream.id)).toMatchObject({ content: 'Qua' })
  expect(await settleOrphans(store.db, serverId)).toHaveLength(26)
  expect(await getMessage(store.db, 'local', locked.stream.id)).toMatchObject({ content: 'Qua' })
})

test('a server that comes back after it was settled writes nothing', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, sessionId, serverId, 'Qua')
  await settleOrphans(store.db, serverId)
  const before = await everythingOf(store.sql, sessionId)
  const interrupted = { status: 'interrupted', finishReason: 'interrupted', content: 'Quack' } as const
  for (const end of [{}, { content: '' }, interrupted])
    expect((await finalize(store.db, serverId, stream.id, end)).messageIndex).toBe(1)
  expect(await finalize(store.db, serverId, stream.id)).toMatchObject({ result: 'fenced' })
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

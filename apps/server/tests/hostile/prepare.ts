import { must, uuidv7 } from '@duck/protocol'
import { createTestClient, signInGuest } from '@duck/testing/app'
import { lastUserText } from '@duck/testing/model-server'
import { vi } from 'vitest'
import type { TestApp } from '../testing/use-app.ts'
import type { Fixture } from './case.ts'

const HANGS = 'Talk for ever'

/** Puts into the database what hostile input tries to reach. */
export async function prepare({ app, model }: TestApp): Promise<Fixture> {
  model.setReply((request) =>
    lastUserText(request) === HANGS ? { deltas: [], end: 'hang' } : { deltas: ['An answer.'] },
  )
  const { rpc, close } = createTestClient(app.url)
  const begin = async () => (await rpc.session.create.mutate({})).id
  const [sessionId, emptySessionId, runningId] = [await begin(), await begin(), await begin()]
  const { message } = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'A question' })
  const running = await rpc.message.send.mutate({ sessionId: runningId, id: uuidv7(), content: HANGS })
  const answer = await vi.waitFor(
    async () => must((await rpc.message.list.query({ sessionId, after: 0 })).messages[0], 'the answer'),
    { timeout: 20_000 },
  )
  await close()
  const theirs = createTestClient(app.url, await signInGuest(app.url))
  const { id: theirSessionId } = await theirs.rpc.session.create.mutate({})
  const said = { sessionId: theirSessionId, id: uuidv7(), role: 'user', content: 'Theirs' } as const
  const { id: theirMessageId } = await theirs.rpc.message.append.mutate(said)
  await theirs.close()
  return {
    sessionId,
    emptySessionId,
    messageId: message.id,
    answerId: answer.id,
    runningStreamId: running.stream.id,
    theirSessionId,
    theirMessageId,
  }
}

import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { insertOddRows, ODD_ROWS } from './insert-odd-rows.ts'

const server = useApp()

test('rows that no call can make leave the rest of their session as it is', async () => {
  const { rpc, close } = createTestClient(server.app.url)
  const { id: sessionId } = await rpc.session.create.mutate({ title: 'Odd' })
  const say = (content: string) =>
    rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'user', content })
  const first = await say('before')
  await insertOddRows(server.sql, sessionId)
  const last = await say('after')
  const seen = new Map<number, string>()
  for (let after = -1; ; ) {
    const { messages, messageCount } = await rpc.message.list.query({ sessionId, after })
    for (const { messageIndex, content } of messages) seen.set(messageIndex, content)
    after = messages.at(-1)?.messageIndex ?? messageCount
    if (seen.size === messageCount) break
  }
  expect([...seen.values()]).toEqual([first.content, ...ODD_ROWS.map(({ content }) => content), last.content])
  expect((await rpc.message.line.query({ sessionId, limit: 1 })).messages).toEqual([last])
  expect((await rpc.message.search.query({ sessionId, query: 'after' })).hits).toHaveLength(1)
  expect('polluted' in {}).toBe(false)
  await close()
})

import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'

const server = useApp()
const MB = 1024 * 1024

test('rows that no call can make leave the rest of their session as it is', async () => {
  const { rpc, close } = createTestClient(server.app.url)
  const { id: sessionId } = await rpc.session.create.mutate({ title: 'Odd' })
  const say = (content: string) =>
    rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'user', content })
  const first = await say('before')
  const deep = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`
  const odd: [metadata: string, content: string][] = [
    ['[1, "x"]', 'an array'],
    ['"text"', 'a text'],
    ['null', 'null'],
    ['{"model": 7, "usage": "x", "origin": []}', 'keys of the server'],
    ['{"__proto__": {"polluted": true}}', '__proto__'],
    ['{"n": 1e400}', 'a number beyond every other'],
    [deep, '500 levels'],
    ['{}', 'x'.repeat(5 * MB)],
  ]
  for (const [at, [metadata, content]] of odd.entries())
    await server.sql`
      insert into messages (session_id, message_index, role, content, metadata)
      values (${sessionId}, ${at + 1}, 'assistant', ${content}, ${metadata}::text::jsonb)`
  const last = await say('after')
  const seen = new Map<number, string>()
  for (let after = -1; ; ) {
    const { messages, messageCount } = await rpc.message.list.query({ sessionId, after })
    for (const { messageIndex, content } of messages) seen.set(messageIndex, content)
    after = messages.at(-1)?.messageIndex ?? messageCount
    if (seen.size === messageCount) break
  }
  expect([...seen.values()]).toEqual([first.content, ...odd.map(([, content]) => content), last.content])
  expect((await rpc.message.line.query({ sessionId, limit: 1 })).messages).toEqual([last])
  expect((await rpc.message.search.query({ sessionId, query: 'after' })).hits).toHaveLength(1)
  expect('polluted' in {}).toBe(false)
  await close()
})

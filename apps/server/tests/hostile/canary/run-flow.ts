import { once } from 'node:events'
import { LIMITS, uuidv7 } from '@duck/protocol'
import { WebSocket } from 'ws'
import { sendHttp } from '../send.ts'
import { CANARIES as C } from './canaries.ts'
import type { Recorder } from './recorder.ts'

const asInput = (input: object) => `?input=${encodeURIComponent(JSON.stringify(input))}`

/** Signs up, and in, rightly and wrongly. */
export async function signIn(caller: Recorder): Promise<void> {
  const person = { name: C.name, email: C.email, password: C.password }
  const { data } = await caller.expect(200, 'POST', '/api/auth/sign-up/email', person)
  const { token } = data as { token: string }
  caller.secrets.add(token)
  await caller.expect(401, 'POST', '/api/auth/sign-in/email', { email: C.email, password: C.wrongPassword })
  await caller.expect(422, 'POST', '/api/auth/sign-up/email', person)
  await caller.post('/api/auth/reset-password', { token: C.token, newPassword: C.wrongPassword })
  await caller.post('/api/auth/link', { token: C.token })
  await caller.send('GET', '/trpc/user.me', undefined, { authorization: `Bearer ${C.token}` })
  await caller.send('GET', '/trpc/user.me', undefined, { cookie: `duck.session_token=${C.cookie}` })
  caller.headers = { authorization: `Bearer ${token}` }
  const made = await caller.expect(200, 'POST', '/trpc/apiKey.create', { name: C.keyName })
  caller.secrets.add((made.data as { key: string }).key)
  const linked = await caller.expect(200, 'POST', '/trpc/user.link', {})
  caller.secrets.add(new URL((linked.data as { url: string }).url).hash.slice(1))
}

/** Says things, has them answered, and looks for them. */
export async function chat(caller: Recorder): Promise<string> {
  const sessionId = uuidv7()
  const session = { id: sessionId, title: C.title, systemPrompt: C.systemPrompt }
  await caller.expect(200, 'POST', '/trpc/session.create', session)
  const message = append(sessionId)
  await caller.expect(200, 'POST', '/trpc/message.append', message)
  await caller.expect(200, 'POST', '/trpc/message.send', { sessionId, id: uuidv7(), content: C.content })
  await caller.expect(200, 'GET', `/trpc/message.search${asInput({ query: C.query })}`)
  const feedback = { messageId: message.id, value: 'down', note: C.note }
  await caller.expect(200, 'POST', '/trpc/message.feedback', feedback)
  // What a constraint refuses.
  await caller.expect(409, 'POST', '/trpc/session.create', { ...session, title: `${C.title} again` })
  await caller.expect(409, 'POST', '/trpc/message.append', { ...message, content: `${C.content} again` })
  return sessionId
}

/** Everything wrong with a call, each around a word. */
export async function misspeak(caller: Recorder, sessionId: string): Promise<void> {
  for (const path of ['/trpc/message.append', '/api/messages/append', '/api/auth/sign-in/email']) {
    await caller.send('POST', path, `{"content":"${C.broken}`)
    await caller.send('POST', path, `{"content":"${C.broken}","content":"${C.broken}"}`)
    await caller.send('POST', path, `"${C.broken}"`)
    await caller.send('POST', path, C.broken, { 'content-type': 'text/plain' })
    await caller.send('POST', path, '{}', { origin: `https://${C.path}.example` })
  }
  const wrong: object[] = [
    { content: `${C.content}\u0000` },
    { content: C.content.padEnd(LIMITS.contentBytes + 1) },
    { metadata: { model: C.metadata } },
    { metadata: { a: C.metadata.repeat(1_000) } },
    { metadata: C.metadata },
    { role: C.content },
    { id: C.content },
    { sessionId: `${C.content}/` },
    { parentId: C.content },
  ]
  for (const given of wrong)
    for (const path of ['/trpc/message.append', '/api/messages/append'])
      await caller.post(path, { ...append(sessionId), ...given })
  for (const given of [{ note: `${C.note}\u0000` }, { value: C.note }, { messageId: C.note }])
    await caller.post('/trpc/message.feedback', { messageId: uuidv7(), value: 'up', ...given })
  await caller.send('GET', `/trpc/message.search${asInput({ query: C.query, cursor: C.query })}`)
  await caller.send('GET', `/trpc/message.list${asInput({ sessionId: C.content, limit: C.content })}`)
  await caller.send('GET', `/api/sessions/${sessionId}/messages?limit=${C.query}&${'x'.repeat(20)}=1`)
  await caller.send('GET', `/api/%zz${C.path}`)
  await caller.send('GET', `/${C.path}.js?token=${C.token}`)
  await caller.send('GET', '/metrics', undefined, { authorization: `Bearer ${C.token}` })
  // The answer names what there is not; nothing else may.
  await sendHttp(`${caller.url}/trpc/${C.path}`, { method: 'GET', headers: caller.headers })
  await frames(caller, [
    `{"id":"${C.broken}`,
    `{"id":1,"method":"mutation","params":{"path":"message.append","input":"${C.broken}"}}`,
  ])
}

async function frames({ url, headers, refusals }: Recorder, texts: string[]): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers })
  await once(socket, 'open')
  for (const text of texts) {
    socket.send(text)
    refusals.push(String((await once(socket, 'message'))[0]))
  }
  socket.terminate()
}

export function append(sessionId: string) {
  return {
    sessionId,
    id: uuidv7(),
    role: 'user',
    content: `${C.content} ${C.query}`,
    metadata: { note: C.metadata },
  }
}

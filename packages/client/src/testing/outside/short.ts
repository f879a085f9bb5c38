import { createDuckClient } from '@duck/client'

/** Sends, watches and reads once, in whatever Node this is run by. */
const client = createDuckClient()
const { id } = await client.rpc.session.create.mutate({ title: 'In short' })
const session = client.session(id)
const answer = session.send('Tell me something')
let text = ''
for await (const part of answer) if (part.type === 'delta') text += part.delta
let watched = 0
for await (const view of session.watch()) {
  watched = view.messages.length
  if (view.connected && watched === 2) break
}
const listed: string[] = []
for await (const { messages } of session.messages()) listed.push(...messages.map(({ content }) => content))
console.log(JSON.stringify({ text, watched, listed }))

// A bot that counts words. In a session, whoever writes "!words Some text" gets an answer from it.
//
//     DUCK_URL=http://127.0.0.1:3000 DUCK_TOKEN=dk_… node examples/bot.ts <session id>
import { createDuckClient } from '@duck/client'

const [sessionId] = process.argv.slice(2)
if (!sessionId) throw new Error('Which session? node bot.ts <session id>')

const client = createDuckClient()
const session = client.session(sessionId)
const answered = new Set<unknown>()
console.log('The bot listens.')

// The watch goes on over cut lines and restarts of the server. The log itself says what was answered, so the bot may be restarted too.
for await (const { messages } of session.watch()) {
  for (const { metadata } of messages) answered.add(metadata.replyTo)
  for (const { id, role, content } of messages) {
    if (role !== 'user' || !content.startsWith('!words ') || answered.has(id)) continue
    answered.add(id)
    const words = content.split(/\s+/).length - 1
    await session.append({ role: 'assistant', content: `${words} words`, metadata: { replyTo: id } })
  }
}

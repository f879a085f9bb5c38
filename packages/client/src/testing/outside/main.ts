import { createDuckClient, type SessionView } from '@duck/client'

const client = createDuckClient()
const { id } = await client.rpc.session.create.mutate({ title: 'From outside' })
const session = client.session(id)
const say = (what: string, facts: unknown) => console.log(`${what} ${JSON.stringify(facts)}`)

// Its first answer is lost.
const first = await session.append({ role: 'system', content: 'first' })

let text = ''
for await (const part of session.send('Tell me something')) {
  if (part.type === 'delta') text += part.delta
  else say('answered', { same: part.message?.content === text, status: part.status })
}

const seen: SessionView[] = []
let stage: 'begun' | 'watching' | 'cut' = 'begun'
let appended: Promise<unknown> = Promise.resolve()
for await (const view of session.watch()) {
  seen.push(view)
  if (stage === 'begun' && view.connected) {
    stage = 'watching'
    say(stage, { id, first: first.id })
  } else if (stage === 'watching' && !view.connected) {
    // The server is away now.
    stage = 'cut'
    say(stage, {})
    appended = session.append({ role: 'system', content: 'while it was away' })
  } else if (view.messages.some(({ content }) => content === 'after')) break
}
await appended
say('done', {
  contents: seen.at(-1)?.messages.map(({ content }) => content),
  gapFree: seen.every(({ messages }) => messages.every(({ messageIndex }, at) => messageIndex === at)),
})
// Nothing is watched any more: the program ends by itself.

import { signInGuest } from '../../app/sign-in-guest.ts'
import { arrayLiteral } from '../append/array-literal.ts'
import { texts } from '../append/texts.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import { startDuck } from '../live/duck.ts'
import { type HelperProcess, startHelper } from '../live/helper-process.ts'
import { type Chatter, openChatter } from './chatter.ts'
import type { FloodCounts, FloodName, FloodReply, FloodRequest, FloodTarget } from './flood-protocol.ts'

/** The real server within its own limits, one user who chats and one who is about to flood. */
export interface FairStage extends AsyncDisposable {
  chatter: Chatter
  start(floods: readonly FloodName[]): Promise<void>
  stop(): Promise<FloodCounts>
}

const MAIN = new URL('./flood-main.ts', import.meta.url)

/** `messages` is how many the flooding user has to search through. */
export async function openStage(postgres: BenchPostgres, messages: number): Promise<FairStage> {
  await using undo = new AsyncDisposableStack()
  const { app, adminUrl } = undo.use(await startDuck(postgres, 'fair', {}))
  const flooding = await signInGuest(app.url)
  const sessionId = await newSession(app.url, flooding)
  await fill(adminUrl, sessionId, messages)
  const target: FloodTarget = { url: app.url, ...flooding, sessionId }
  const chatter = undo.use(await openChatter(app.url, await signInGuest(app.url)))
  const helper: HelperProcess<FloodRequest, FloodReply> = undo.use(await startHelper(MAIN))
  const parts = undo.move()
  return {
    chatter,
    async start(floods) {
      await helper.ask({ do: 'start', floods, target })
    },
    async stop() {
      const reply = await helper.ask({ do: 'stop' })
      if (reply.did !== 'stop') throw new Error('The floods did not stop.')
      return reply.counts
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function newSession(url: string, headers: { authorization: string }): Promise<string> {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  return ((await response.json()) as { id: string }).id
}

async function fill(adminUrl: string, sessionId: string, messages: number): Promise<void> {
  const admin = openClient(adminUrl, 1)
  await admin`
    insert into messages (id, session_id, message_index, role, content)
    select uuidv7(), ${sessionId}, n, 'user', (${arrayLiteral(texts)}::text[])[1 + n % ${texts.length}::integer]
    from generate_series(0, ${messages - 1}::integer) n`
  await admin`vacuum analyze messages`
  await admin.end()
}

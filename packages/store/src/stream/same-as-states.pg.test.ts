import {
  type EndingEvent,
  endingOf,
  errorClassOf,
  finishReasonOf,
  hasEnded,
  must,
  nextStreamState,
  rowOf,
  type Stream,
  type StreamEvent,
  type StreamState,
  uuidv7,
} from '@duck/protocol'
import { streamEvents } from '@duck/protocol/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, sendDraft } from '../testing/answers.ts'
import { useDb } from '../testing/use-db.ts'
import { askStop } from './ask-stop.ts'
import { checkpointStreams } from './checkpoint.ts'
import { settleOrphans } from './settle.ts'
import { startStream } from './start.ts'

const store = useDb()
const RUNS = 60
const MOST_COMMANDS = 30
const MOST_OPEN = 2
const AT = '2025-01-01T00:00:00.000Z'

interface Command {
  verb: 'send' | 'start' | 'ask' | 'checkpoint' | 'end' | 'die'
  /** Choose the session, the stream and the server. */
  session: number
  stream: number
  server: number
  event: StreamEvent
  text: string
}

/** A stream as the pure machine keeps it. */
interface Kept {
  id: string
  sessionId: string
  serverId: string
  state: StreamState
  stopAsked: boolean
  /** The text of its checkpoints. */
  durable: string
  row: { content: string; finishReason: string } | null
}

interface Stage {
  userId: string
  sessionIds: string[]
  serverIds: string[]
  streams: Kept[]
}

const commands = fc.array(
  fc.record({
    verb: fc.constantFrom<Command['verb'][]>(
      'send',
      'send',
      'start',
      'start',
      'ask',
      'checkpoint',
      'end',
      'end',
      'die',
    ),
    session: fc.nat(2),
    stream: fc.nat(30),
    server: fc.nat(2),
    event: streamEvents(),
    text: fc.constantFrom('', 'Quack', '🦆!'),
  }),
  { maxLength: MOST_COMMANDS, size: 'max' },
)

const PLAYS: Record<
  Command['verb'],
  (stage: Stage, command: Command, kept: Kept | undefined) => Promise<void>
> = {
  send: async ({ userId, sessionIds, serverIds, streams }, { session, server }) => {
    const [sessionId, serverId] = [at(sessionIds, session), at(serverIds, server)]
    const { stream } = await sendMessage(store.db, sendDraft(sessionId, { userId, serverId }))
    const state = { status: 'queued' } as const
    streams.push({ id: stream.id, sessionId, serverId, state, stopAsked: false, durable: '', row: null })
  },
  start: async ({ serverIds, streams }, { server }, kept) => {
    if (!kept) return
    const serverId = at(serverIds, server)
    const answer = await startStream(store.db, serverId, kept.id, MOST_OPEN)
    if (kept.serverId !== serverId || hasEnded(kept.state)) expect(answer).toBe('gone')
    else if (kept.state.status === 'open') expect(answer).toBe('open')
    else if (kept.stopAsked) expect(answer).toBe('stopped')
    else if (!isItsTurn(streams, kept)) expect(answer).toBe('busy')
    else if (move(kept, { type: 'opened', at: AT })) expect(answer).toBe('open')
  },
  // It is only noted: the server that writes the stream hears of it, and ends it.
  ask: async ({ userId }, _, kept) => {
    if (!kept) return
    const { stream, serverId } = await askStop(store.db, userId, kept.id)
    expect({ status: stream.status, serverId }).toEqual({
      status: kept.state.status,
      serverId: kept.serverId,
    })
    kept.stopAsked = true
  },
  checkpoint: async ({ serverIds }, { server, text }, kept) => {
    if (!kept || text === '') return
    const serverId = at(serverIds, server)
    const delta = { streamId: kept.id, startUnit: kept.durable.length, delta: text }
    const written = await checkpointStreams(store.db, serverId, [delta])
    if (kept.serverId === serverId && kept.state.status === 'open') kept.durable += text
    else expect(written).toEqual(new Map())
  },
  end: async ({ serverIds }, { server, event, text }, kept) => {
    // A death is never its own writer's word, and no writer finishes what it did not open.
    if (!kept || event.type === 'opened' || event.type === 'server-died') return
    if (event.type === 'finished' && kept.state.status === 'queued') return
    const serverId = at(serverIds, server)
    const { result } = await finalize(store.db, serverId, kept.id, finalInput(event, text))
    if (kept.serverId !== serverId) expect(result).toBe('fenced')
    else if (move(kept, event, text)) expect(result).toBe('ended')
    else expect(result).not.toBe('ended')
  },
  die: async ({ serverIds, streams }, { server }) => {
    const serverId = at(serverIds, server)
    const settled = await settleOrphans(store.db, serverId)
    const orphans = streams.filter(
      (each) => each.serverId === serverId && move(each, { type: 'server-died' }, each.durable),
    )
    expect(settled.map(({ streamId }) => streamId).toSorted()).toEqual(orphans.map(({ id }) => id).toSorted())
  },
}

test('status, error class and row of every stream are those of the pure machine, whatever servers do', async () => {
  await fc.assert(fc.asyncProperty(commands, playBoth), { numRuns: RUNS })
})

/** Plays the commands on the machine and on the database, and compares the two after each. */
async function playBoth(all: readonly Command[]): Promise<void> {
  const { db, sql } = store
  const userId = uuidv7()
  const stage: Stage = {
    userId,
    sessionIds: await Promise.all([1, 2, 3].map(() => store.newSession(userId))),
    serverIds: [await newServer(db), await newServer(db), await newServer(db)],
    streams: [],
  }
  for (const command of all) {
    await PLAYS[command.verb](stage, command, stage.streams[command.stream % (stage.streams.length || 1)])
    const stored = await sql<Stored[]>`
      select s.id, s.status, s.error_class as "errorClass", m.content, m.finish_reason as "finishReason",
        (select count(*)::int from stream_checkpoints c where c.stream_id = s.id) > 0 as checkpointed
      from message_streams s left join messages m on m.id = s.id
      where s.session_id = any (${stage.sessionIds}) order by s.id`
    expect([...stored], command.verb).toEqual(stage.streams.map(toStored).toSorted(byId))
  }
}

interface Stored {
  id: string
  status: Stream['status']
  errorClass: string | null
  content: string | null
  finishReason: string | null
  checkpointed: boolean
}

function toStored({ id, state, row, durable }: Kept): Stored {
  return {
    id,
    status: state.status,
    errorClass: hasEnded(state) ? errorClassOf(state) : null,
    content: row?.content ?? null,
    finishReason: row?.finishReason ?? null,
    checkpointed: !hasEnded(state) && durable !== '',
  }
}

/** Answers of a session go one after another as they were asked for, and of a user only so many at once. */
function isItsTurn(streams: readonly Kept[], kept: Kept): boolean {
  const before = streams.slice(0, streams.indexOf(kept))
  if (before.some(({ sessionId, state }) => sessionId === kept.sessionId && !hasEnded(state))) return false
  return streams.filter(({ state }) => state.status === 'open').length < MOST_OPEN
}

/** What the server that heard of the event asks for. */
function finalInput(event: EndingEvent, content: string) {
  const ending = endingOf(event)
  return {
    status: ending.status,
    finishReason: finishReasonOf(ending),
    errorClass: errorClassOf(ending),
    content,
  }
}

/** Whether the machine moves; at its end it has its row. */
function move(kept: Kept, event: StreamEvent, text = ''): boolean {
  const next = nextStreamState(kept.state, event)
  if ('ignored' in next) return false
  kept.state = next
  if (hasEnded(next)) kept.row = rowOf(next, text)
  return true
}

function at(ids: readonly string[], index: number): string {
  return must(ids[index], 'an id of the stage')
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}

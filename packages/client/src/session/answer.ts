import { type Message, type Stream, uuidv7 } from '@duck/protocol'
import type { Lanes } from '../calls/lanes.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { type AnswerEnd, watchAnswer } from './watch-answer.ts'

/** What a message is sent with. */
export interface Send {
  content: string
  /** Of the message, a UUID; the same one is the same message. */
  id?: string | undefined
  /** Of its answer, a UUID. */
  streamId?: string | undefined
  /** `provider/model`; else the session's. */
  model?: string | undefined
  parentId?: string | null | undefined
  expectedMessageCount?: number | undefined
  /** Ends the watching, and the sending if it is not done; `stop` ends the answer. */
  signal?: AbortSignal | undefined
}

/** A piece of the answer's text, or its end: `message` is its row, absent when it has no text. */
export type AnswerPart = { type: 'delta'; offset: number; delta: string } | AnswerEnd

/** A message on its way and the answer to it. Iterated over, it gives the answer as it is written, and its row at the end. */
export interface Answer extends AsyncIterable<AnswerPart> {
  /** The id of the message that was sent. */
  id: string
  /** The id of the answer, and of the row it becomes. */
  streamId: string
  /** The message's row, and the answer that was begun: it is stored from then on. */
  sent: Promise<{ message: Message; stream: Stream }>
  /** The answer's end. */
  ended: () => Promise<AnswerEnd>
  /** Ends the answer early, with the text it has. */
  stop: () => Promise<void>
}

export interface Sending {
  rpc: Rpc
  lanes: Lanes
  sessionId: string
  over: AbortSignal
}

/** Sends at once, after what was sent or appended to the session before; nobody has to iterate for that. */
export function sendMessage({ rpc, lanes, sessionId, over }: Sending, given: Send): Answer {
  const { id = uuidv7(), streamId = uuidv7(), signal, ...rest } = given
  const ends = signal ? AbortSignal.any([signal, over]) : over
  const sent = lanes(sessionId, () =>
    rpc.message.send.mutate({ ...known(rest), sessionId, id, streamId }, { signal: ends }),
  )
  // Who only iterates hears of it there.
  sent.catch(() => undefined)
  async function* parts(): AsyncGenerator<AnswerPart> {
    const { stream } = await sent
    yield* watchAnswer({ rpc, sessionId, streamId: stream.id, signal: ends })
  }
  return {
    id,
    streamId,
    sent,
    async ended() {
      for await (const part of parts()) if (part.type === 'ended') return part
      throw over.reason
    },
    async stop() {
      const { stream } = await sent
      await rpc.stream.stop.mutate({ streamId: stream.id })
    },
    [Symbol.asyncIterator]: parts,
  }
}

function known({ content, model, parentId, expectedMessageCount }: Omit<Send, 'id' | 'streamId' | 'signal'>) {
  return {
    content,
    ...(model === undefined ? {} : { model }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(expectedMessageCount === undefined ? {} : { expectedMessageCount }),
  }
}

import {
  LIMITS,
  type Message,
  type MessageList,
  type Metadata,
  type Role,
  type Session,
  uuidv7,
} from '@duck/protocol'
import { createInbox } from '../live/inbox.ts'
import type { CallOptions } from '../rpc/rpc-of.ts'
import { type Answer, type Send, type Sending, sendMessage } from './answer.ts'
import { type SessionView, SessionWatch } from './session-watch.ts'

/** What is appended: a row, asking for no answer. */
export interface Append {
  role: Role
  content: string
  /** A UUID; the same one is the same message. */
  id?: string | undefined
  metadata?: Metadata | undefined
  /** Else the head; null begins a new line. */
  parentId?: string | null | undefined
  /** Refused with CONFLICT when the session has another count by then. */
  expectedMessageCount?: number | undefined
}

export interface PageOptions extends CallOptions {
  /** Rows with a higher index than this; -1, the default, is from the first one. */
  after?: number | undefined
  /** Rows of a page at most, up to 200. */
  limit?: number | undefined
}

export interface WatchOptions extends CallOptions {
  /** Begin with so many of the newest rows; without, with the first one. */
  last?: number | undefined
}

/** One session. Nothing is asked until one of these is called. */
export interface DuckSession {
  id: string
  get: (options?: CallOptions) => Promise<Session>
  /** Sends a person's message and asks for an answer to it. */
  send: (message: string | Send) => Answer
  /** Appends one row, after what was sent or appended here before. */
  append: (message: Append, options?: CallOptions) => Promise<Message>
  /** The rows, page by page, up to the one that is the last by then. */
  messages: (options?: PageOptions) => AsyncIterable<MessageList>
  /** The session as it is, and again whenever it changed; who reads slowly gets the newest. It ends with the signal. */
  watch: (options?: WatchOptions) => AsyncIterable<SessionView>
}

export function createSession(sending: Sending): DuckSession {
  const { rpc, lanes, sessionId, over } = sending
  return {
    id: sessionId,
    get: (options) => rpc.session.get.query({ sessionId }, options),
    send: (message) => sendMessage(sending, typeof message === 'string' ? { content: message } : message),
    append: ({ id = uuidv7(), ...message }, options) =>
      lanes(sessionId, () => rpc.message.append.mutate({ ...given(message), sessionId, id }, options)),
    messages: (options = {}) => pagesOf(sending, options),
    watch: ({ last, signal } = {}) =>
      watchSession(sending, { last, signal: signal ? AbortSignal.any([signal, over]) : over }),
  }
}

async function* pagesOf({ rpc, sessionId }: Sending, options: PageOptions): AsyncGenerator<MessageList> {
  const { after = -1, limit = LIMITS.pageRows, ...rest } = options
  for (let from = after; ; ) {
    const page = await rpc.message.list.query({ sessionId, after: from, limit }, rest)
    const newest = page.messages.at(-1)?.messageIndex
    if (newest === undefined) return
    yield page
    if (newest + 1 >= page.messageCount) return
    from = newest
  }
}

async function* watchSession(
  { rpc, sessionId }: Sending,
  { last, signal }: { last: number | undefined; signal: AbortSignal },
): AsyncGenerator<SessionView> {
  if (signal.aborted) return
  const inbox = createInbox<SessionView>()
  signal.addEventListener('abort', inbox.end)
  const { replace: onView, fail: onRefused } = inbox
  const watch = new SessionWatch({ rpc, sessionId, last, signal, onView, onRefused })
  try {
    yield* inbox
  } finally {
    watch.stop()
    signal.removeEventListener('abort', inbox.end)
  }
}

/** Without what is undefined, which JSON has no word for. */
function given({ role, content, metadata, parentId, expectedMessageCount }: Omit<Append, 'id'>) {
  return {
    role,
    content,
    ...(metadata === undefined ? {} : { metadata }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(expectedMessageCount === undefined ? {} : { expectedMessageCount }),
  }
}

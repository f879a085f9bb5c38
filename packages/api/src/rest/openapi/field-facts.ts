import { LIMITS } from '@duck/protocol'

/** What a schema cannot say of a field by itself: its meaning, and limits that only code can check. */
export interface FieldFacts {
  description: string
  maxLength?: number
  type?: 'object'
}

const MIB = 1024 * 1024
const KIB = 1024
const ISO = 'ISO 8601 in UTC.'

/** By name, and by `Schema.name` where one name means several things. */
const FACTS: Record<string, FieldFacts> = {
  sessionId: { description: `The session: 1 to ${LIMITS.sessionIdChars} of A-Z a-z 0-9 _ -.` },
  'session.create.id': {
    description: 'The id of the session; a UUIDv7 that the server makes if left out. With accounts a UUID.',
  },
  'message.append.id': { description: 'The id of the message; a UUID, version 7 at best.' },
  'Session.id': { description: 'Its id.' },
  'Message.id': { description: 'Its id, and the key under which it is appended once.' },
  'Stream.id': { description: 'Its id, and that of the message it becomes.' },
  title: {
    description: `At most ${LIMITS.titleChars} characters. Without one, the first line of the first message.`,
    maxLength: LIMITS.titleChars,
  },
  model: { description: "`provider/model`; null: the server's first." },
  'Stream.model': { description: '`provider/model`.' },
  systemPrompt: {
    description: `What the model is told before the conversation; at most ${LIMITS.systemPromptBytes / KIB} KiB of UTF-8.`,
  },
  pinned: { description: 'Whether it stands before the others.' },
  archived: { description: 'Whether it is put away.' },
  'session.list.archived': { description: 'True: those that are put away.' },
  'session.list.deleted': { description: 'True: those that are hidden.' },
  forever: { description: 'True: erase it with all its messages.' },
  cursor: { description: 'Where the list goes on: the `nextCursor` of the page before.' },
  nextCursor: { description: 'Where the list goes on; null: there is no more.' },
  limit: {
    description: `Rows of a page, at most ${LIMITS.pageRows}; ${LIMITS.pageDefaultRows} if left out.`,
  },
  role: { description: 'Who speaks.' },
  content: {
    description: `The text; at most ${LIMITS.contentBytes / MIB} MiB of UTF-8. A user's is not blank. U+0000 and lone surrogates are refused.`,
  },
  metadata: {
    description: `An object of yours; at most ${LIMITS.metadataBytes / KIB} KiB as JSON and ${LIMITS.metadataDepth} levels deep. \`model\`, \`usage\`, \`origin\` and \`finishReason\` are the server's.`,
    type: 'object',
  },
  parentId: { description: 'The message it follows; null: it is a first message.' },
  'message.append.parentId': {
    description:
      'The message it follows, of the same session; left out: the head; null: a new first message.',
  },
  expectedMessageCount: { description: 'Append only if the session has so many messages now.' },
  before: { description: 'The last messages with an index below this one.' },
  after: { description: 'Messages with an index above this one; −1: from the start.' },
  around: { description: 'Half a page to each side of this index.' },
  messageIndex: { description: 'Its place in the session, from 0, without gaps.' },
  messageCount: { description: 'Last message index + 1, of all lines.' },
  headId: { description: 'The message at the end of the active line; null where there is none.' },
  movesHead: { description: 'Whether it became the head when it was appended.' },
  origin: { description: 'Where it came from; `stream`: it is an answer.' },
  finishReason: { description: 'How an answer ended; null for what is no answer.' },
  archivedAt: { description: `When it was put away, or null. ${ISO}` },
  lastMessageAt: { description: `When it last had a message, a quarter of a second late at most. ${ISO}` },
  lastReadIndex: { description: 'Up to which index it is read; −1: nothing is.' },
  createdAt: { description: ISO },
  updatedAt: { description: ISO },
  'Message.updatedAt': { description: 'Always `createdAt`: a message never changes.' },
  promptId: { description: "The user's message that it answers." },
  status: { description: '`queued` and `open` run; the others are ends.' },
  offset: { description: 'UTF-16 code units of text so far; 0 once it is over.' },
  errorClass: { description: 'Why it failed, or null.' },
  startedAt: { description: `When it was queued, and then when it was opened. ${ISO}` },
  endedAt: { description: `When it ended, or null. ${ISO}` },
  sessions: { description: 'The sessions of the page.' },
  messages: { description: 'The messages of the page, ascending by index.' },
  feedback: { description: 'What you think of messages of the page; missing where nothing was said.' },
  messageId: { description: 'The message it is about.' },
  value: { description: 'Whether it was good or bad.' },
  note: { description: 'Why, in your words; or null.' },
  streams: { description: 'The streams that have no message.' },
  error: { description: 'What went wrong.' },
  code: { description: 'Decide by this and `reason`.' },
  message: { description: 'One sentence for people. It may change.' },
  field: { description: 'The first field at fault.' },
  reason: { description: 'A word for programs.' },
  actualMessageCount: { description: 'With `message-count`: how many messages there are.' },
  retryAfterMs: { description: 'Milliseconds after which another try makes sense.' },
  errorId: { description: 'The id of the fault in the log of the server.' },
}

/** What is to be added to the field's schema; undefined for one that nobody has described. */
export function factsOf(owner: string, field: string): FieldFacts | undefined {
  return FACTS[`${owner}.${field}`] ?? FACTS[field]
}

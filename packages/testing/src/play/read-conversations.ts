import { isStorable, LIMITS, utf8Bytes } from '@duck/protocol'
import type { RequestMessage } from '../model-server/script.ts'

/** A prompt, and the answer that was recorded for it. */
export interface Turn {
  prompt: string
  answer: string | null
}

export interface Conversation {
  id: string
  title: string
  /** Never empty. */
  turns: Turn[]
}

export interface Recording {
  conversations: Conversation[]
  /** How many messages cannot be played, by the reason. */
  leftOut: Map<string, number>
}

/**
 * Reads conversations, one a line as `{id, title, messages: [{role, content}]}`, as far as they can be played: what a
 * person says and the answer that follows it. At most `most`, from the start. Throws an Error that names the line that
 * is no conversation.
 */
export function readConversations(jsonl: string, most = Number.POSITIVE_INFINITY): Recording {
  const leftOut = new Map<string, number>()
  const leaveOut = (why: string) => void leftOut.set(why, (leftOut.get(why) ?? 0) + 1)
  const conversations = readRecords(jsonl, most).map(({ id, title, messages }) => ({
    id,
    title,
    turns: turnsOf(messages, leaveOut),
  }))
  return { conversations: conversations.filter(({ turns }) => turns.length > 0), leftOut }
}

/** A conversation as its line has it. */
export interface Recorded {
  id: string
  title: string
  messages: RequestMessage[]
}

/** The conversations of the file as they are, at most `most`. Throws an Error that names the line that is none. */
export function readRecords(jsonl: string, most = Number.POSITIVE_INFINITY): Recorded[] {
  const lines = jsonl.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : { line, number: at + 1 }))
  return lines.slice(0, most).map(({ line, number }) => readLine(line, number))
}

/** The prompts in order, each with the assistant's message next after it. */
export function turnsOf(messages: readonly RequestMessage[], leaveOut: (why: string) => void): Turn[] {
  const turns: Turn[] = []
  let asked: Turn | null = null
  for (const { role, content } of messages) {
    if (role !== 'user' && role !== 'assistant') {
      leaveOut(`with the role ${role}`)
    } else if (!isSendable(content)) {
      leaveOut('blank, too long or not storable')
      if (role === 'user') asked = null
    } else if (role === 'user') {
      asked = { prompt: content, answer: null }
      turns.push(asked)
    } else if (asked) {
      asked.answer = content
      asked = null
    } else {
      leaveOut('of an assistant nobody asked')
    }
  }
  return turns
}

function isSendable(text: string): boolean {
  return text.trim() !== '' && isStorable(text) && utf8Bytes(text) <= LIMITS.contentBytes
}

type Fields = Partial<Record<string, unknown>>

function readLine(line: string, number: number): Recorded {
  const value = parse(line)
  if (!isFields(value) || !Array.isArray(value.messages) || !value.messages.every(isMessage))
    throw new Error(`Line ${number} is no conversation: it needs messages, each with a role and a content.`)
  const id = typeof value.id === 'string' ? value.id : `line-${number}`
  return { id, title: typeof value.title === 'string' ? value.title : id, messages: value.messages }
}

function isMessage(value: unknown): value is RequestMessage {
  return isFields(value) && typeof value.role === 'string' && typeof value.content === 'string'
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

import type { Models } from '@duck/llm'
import { type Db, getMessage, isUnnamed, nameSession } from '@duck/store'
import type { LiveAnswer } from '../answer/live-answer.ts'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { Feed } from '../sync/feed.ts'
import { titleFromModel } from './title-from-model.ts'

export interface TitlesOptions {
  db: Db
  models: Models
  feed: Feed
  log: Log
}

const ASK_MS = 20_000
const MOST_CHARS = 2_000
const MOST_AT_ONCE = 4
/** Later answers ask no more: a model that has not found a title by then has none. */
const LAST_INDEX = 7
const OFFLINE = 'duck/'

const TASK =
  'Write a title for the conversation below: at most six words, in its language. Reply with the title alone, without quotes and without a full stop.'

/**
 * Names sessions: after an answer the model that wrote it is asked for a title, once a session, and never where its user
 * has chosen one. The offline duck has nothing to add to the title made of the text. A title is no promise: a failure
 * leaves the session with the one it has, and the next of its first answers brings another try.
 */
export class Titles {
  readonly #options: TitlesOptions
  readonly #stop = new AbortController()
  readonly #asking = new Map<string, Promise<void>>()

  constructor(options: TitlesOptions) {
    this.#options = options
  }

  /** After an answer has become the row of that index. Returns at once. */
  consider(answer: LiveAnswer, messageIndex: number): void {
    const { sessionId } = answer.stream
    if (messageIndex > LAST_INDEX) return
    if (this.#stop.signal.aborted || this.#asking.has(sessionId) || this.#asking.size >= MOST_AT_ONCE) return
    const asking = this.#name(answer)
      .catch((error: unknown) =>
        this.#options.log.warn({ sessionId, fault: faultOf(error) }, 'session not named'),
      )
      .finally(() => this.#asking.delete(sessionId))
    this.#asking.set(sessionId, asking)
  }

  /** Nobody is asked any more. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#asking.values())
  }

  async #name(answer: LiveAnswer): Promise<void> {
    const { db, feed } = this.#options
    const { sessionId, model } = answer.stream
    if (!(await isUnnamed(db, answer.userId, sessionId))) return
    const title = model.startsWith(OFFLINE) ? null : titleFromModel(await this.#ask(answer))
    if (title === null && !model.startsWith(OFFLINE)) return
    if (await nameSession(db, answer.userId, sessionId, title))
      feed.publish(answer.userId, { type: 'sessions-changed' })
  }

  async #ask({ stream, userId, text }: LiveAnswer): Promise<string> {
    const prompt = await getMessage(this.#options.db, userId, stream.promptId)
    const request = {
      model: stream.model,
      system: TASK,
      turns: [{ role: 'user' as const, content: `${cut(prompt.content)}\n\n---\n\n${cut(text)}` }],
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ASK_MS)]),
    }
    let title = ''
    for await (const part of this.#options.models.answer(request)) {
      if (part.type === 'text') title += part.text
      if (title.length > MOST_CHARS) break
    }
    return title
  }
}

function cut(text: string): string {
  return text.slice(0, MOST_CHARS).toWellFormed()
}

import type { Models } from '@duck/llm'
import { uuidv7 } from '@duck/protocol'
import { beat, type Db } from '@duck/store'
import { Answers } from './answer/answers.ts'
import type { Actor, Chat, Context, Log } from './context.ts'
import { Mismatches } from './health/mismatches.ts'
import { Heart } from './recovery/heart.ts'
import { ActivityNotes } from './session/activity-notes.ts'
import { Feed } from './sync/feed.ts'

const CLOSE_MS = 8000

export interface ChatOptions {
  db: Db
  models: Models
  log: Log
  /** Told to clients, so that an older tab can offer to reload. */
  serverVersion: string
}

/** The verbs' shared state in a running process. */
export interface RunningChat {
  as(actor: Actor): Context
  /** Ends every answer as interrupted with the text it has, within 8 s; the database stays open. */
  close(): Promise<void>
}

/** Makes this process a writer of answers on the database, which is migrated already. */
export async function startChat({ db, models, log, serverVersion }: ChatOptions): Promise<RunningChat> {
  const serverId = uuidv7()
  await beat(db, serverId)
  const feed = new Feed()
  const activity = new ActivityNotes(db, feed, log)
  const mismatches = new Mismatches(db.metrics)
  const base = { db, models, log, serverVersion, serverId, feed, activity, mismatches }
  const chat: Chat = { ...base, answers: new Answers(base) }
  const heart = new Heart(base)
  await heart.start()
  return {
    as: (actor) => ({ ...chat, actor }),
    async close() {
      await chat.answers.close(CLOSE_MS)
      await chat.activity.flush()
      await heart.stop()
    },
  }
}

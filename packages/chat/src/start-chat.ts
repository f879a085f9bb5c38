import type { Models } from '@duck/llm'
import { LIMITS, uuidv7 } from '@duck/protocol'
import { beat, type Db } from '@duck/store'
import { Answers } from './answer/answers.ts'
import type { Actor, Chat, Context, Log } from './context.ts'
import { Mismatches } from './health/mismatches.ts'
import { AppendRate } from './limits/append-rate.ts'
import { Peers } from './peers/peers.ts'
import { Heart } from './recovery/heart.ts'
import { ActivityNotes } from './session/activity-notes.ts'
import { Titles } from './session/titles.ts'
import { Feed } from './sync/feed.ts'
import { Heartbeats } from './sync/heartbeats.ts'
import type { Accounts } from './user/accounts.ts'
import { Departures } from './user/departures.ts'
import { inherit } from './user/inherit.ts'

const CLOSE_MS = 8000

export interface ChatOptions {
  db: Db
  accounts: Accounts
  models: Models
  log: Log
  /** Told to clients, so that an older tab can offer to reload. */
  serverVersion: string
  /** Answers of a user that may run at once, over all servers; 5 without. */
  runningAnswersPerUser?: number
  /** Told, of all servers, when something that a user was signed in with is revoked. */
  onSignedOut?: (userId: string) => void
  /** Appends, sends, new sessions and answers asked for, of a user at this server; 200 a second without. */
  appendsPerSecond?: number
  /** So many of them at once; 1,000 without. */
  appendBurst?: number
  /** Feeds and watched answers of a user at this server; 500 without. */
  subscriptionsPerUser?: number
}

/** The verbs' shared state in a running process. */
export interface RunningChat {
  as(actor: Actor): Context
  /** The user is gone, to come back as `heir`, whose their sessions become, or for good, and they are erased. */
  depart(userId: string, heir: string | null): Promise<void>
  /** Something that the user was signed in with is revoked: all servers look again. */
  signedOut(userId: string): void
  /** Ends every answer as interrupted with the text it has, within 8 s; the database stays open. */
  close(): Promise<void>
}

/** Makes this process a writer of answers on the database, which is migrated already. */
export async function startChat(options: ChatOptions): Promise<RunningChat> {
  const { db, accounts, models, log, serverVersion, onSignedOut = () => {} } = options
  const runningAnswersPerUser = options.runningAnswersPerUser ?? LIMITS.runningAnswersPerUser
  const appendRate = new AppendRate({
    perSecond: options.appendsPerSecond ?? LIMITS.appendsPerSecond,
    burst: options.appendBurst ?? LIMITS.appendBurst,
  })
  const serverId = uuidv7()
  await beat(db, serverId)
  const feed = new Feed(options.subscriptionsPerUser ?? LIMITS.subscriptionsPerUser)
  const peers = new Peers({ db, serverId, feed, log })
  feed.toldBy((userId, event) => peers.tell(userId, event))
  const activity = new ActivityNotes(db, feed, log)
  const titles = new Titles({ db, models, feed, log })
  const mismatches = new Mismatches(db.metrics)
  const shared = { db, accounts, models, log, serverVersion, serverId, runningAnswersPerUser, appendRate }
  const base = { ...shared, feed, peers, activity, titles, mismatches }
  const chat: Chat = { ...base, answers: new Answers(base) }
  db.metrics.watchStreams(() => chat.answers.use())
  db.metrics.watchSyncClients(() => feed.size)
  const heart = new Heart(chat)
  await peers.start({
    onStop(streamIds) {
      for (const id of streamIds) chat.answers.stop(id)
    },
    onFree: (sessionId) => chat.answers.freed(sessionId),
    onSignedOut,
    onHeir: (userId, heir) => inherit(chat, userId, heir),
  })
  await heart.start()
  const heartbeats = new Heartbeats(db, feed, () => peers.deaf)
  const departures = new Departures(chat)
  return {
    as: (actor) => ({ ...chat, actor }),
    depart: (userId, heir) => departures.depart(userId, heir),
    signedOut: (userId) => peers.tellSignedOut(userId),
    async close() {
      await departures.close()
      await chat.answers.close(CLOSE_MS)
      await titles.close()
      await chat.activity.flush()
      await heartbeats.close()
      await heart.stop()
      await peers.close()
    },
  }
}

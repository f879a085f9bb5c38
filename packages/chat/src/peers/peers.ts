import { type Db, Listener, listUsersStreams, sendNotices } from '@duck/store'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { Feed } from '../sync/feed.ts'
import { Follower } from './follower.ts'
import { type Hint, type Notice, parseLetter } from './notice.ts'
import { Notices } from './notices.ts'

export interface PeersOptions {
  db: Db
  serverId: string
  feed: Feed
  log: Log
}

/** What the others' words make this server do, beside delivering them to its tabs. */
export interface PeerWords {
  /** The end of these streams was asked for. */
  onStop(streamIds: readonly string[]): void
  /** An answer of the session is over: another may begin. */
  onFree(sessionId: string): void
  /** Something that the user was signed in with is revoked. */
  onSignedOut(userId: string): void
  /** What is under way for the user concerns the heir. */
  onHeir(userId: string, heir: string): void
}

// Without notices the tabs' counts are looked at so much more often, and this is done beside.
const LOOK_AROUND_MS = 1_000
const LISTS_EVERY = 5
/** A server that was heard may be too new for the beats that were read at that moment. */
const NEW_FOR_MS = 5_000

/**
 * The other servers on this database: what happens there reaches the tabs here, and the other way round. It goes
 * through the database after each commit; a server without a way to listen looks by itself, every second.
 */
export class Peers {
  readonly #options: PeersOptions
  readonly #notices: Notices
  readonly #listener: Listener
  readonly follower: Follower
  #words: PeerWords = { onStop() {}, onFree() {}, onSignedOut() {}, onHeir() {} }
  #known: ReadonlySet<string> = new Set()
  #lookAround: NodeJS.Timeout | null = null
  #looks = 0
  #heardAt = Number.NEGATIVE_INFINITY
  /** Streams of others that were running at the last look around. */
  #running = new Set<string>()

  constructor(options: PeersOptions) {
    const { db, serverId, feed, log } = options
    this.#options = options
    this.#notices = new Notices((letters) => sendNotices(db, letters), serverId, log)
    this.follower = new Follower(db, feed, log)
    this.#listener = new Listener(db, {
      serverId,
      onNotice: (payload) => this.#hear(payload),
      onUp: () => this.#up(),
      onDown: () => this.#down(),
    })
  }

  /** Listens first and then says hello, so that from then on nothing is missed. */
  async start(words: PeerWords): Promise<void> {
    this.#words = words
    await this.#listener.start()
    await this.#notices.sayHello()
  }

  /** Whether there are others, whose notices do not come. */
  get deaf(): boolean {
    return this.follower.deaf && this.#known.size > 0
  }

  /** After a commit: what this server's tabs were told of. */
  tell(userId: string, event: Hint): void {
    this.#notices.add({ kind: 'hint', userId, event })
  }

  /** After a checkpoint. */
  tellDurable(streamIds: string[]): void {
    if (streamIds.length > 0) this.#add('durable', streamIds)
  }

  tellStop(streamIds: string[]): void {
    if (streamIds.length > 0) this.#add('stop', streamIds)
  }

  /** This server too. */
  tellSignedOut(userId: string): void {
    this.#words.onSignedOut(userId)
    this.#notices.add({ kind: 'signed-out', userId })
  }

  tellHeir(userId: string, heir: string): void {
    this.#notices.add({ kind: 'heir', userId, heir })
  }

  /** Who else beats. One that is gone may have taken words with it. */
  meet(others: ReadonlySet<string>): void {
    const gone = [...this.#known].some((id) => !others.has(id))
    this.#known = others
    this.#notices.heard = others.size > 0 || performance.now() - this.#heardAt < NEW_FOR_MS
    if (gone) this.#options.feed.deliverToAll({ type: 'resync' })
  }

  async close(): Promise<void> {
    if (this.#lookAround) clearInterval(this.#lookAround)
    await this.#listener.close()
    this.follower.close()
    await this.#notices.close()
  }

  #add(kind: 'durable' | 'stop', ids: string[]): void {
    const AT_ONCE = 100
    for (let from = 0; from < ids.length; from += AT_ONCE)
      this.#notices.add({ kind, streamIds: ids.slice(from, from + AT_ONCE) })
  }

  #hear(payload: string): void {
    const letter = parseLetter(payload)
    if (!letter || letter.from === this.#options.serverId) return
    this.#notices.heard = true
    this.#heardAt = performance.now()
    for (const notice of letter.notices) this.#obey(notice)
  }

  #obey(notice: Notice): void {
    const { feed } = this.#options
    if (notice.kind === 'durable') this.follower.heard(notice.streamIds)
    if (notice.kind === 'stop') this.#words.onStop(notice.streamIds)
    if (notice.kind === 'all') feed.deliverToAll(notice.event)
    if (notice.kind === 'signed-out') this.#words.onSignedOut(notice.userId)
    if (notice.kind === 'heir') this.#words.onHeir(notice.userId, notice.heir)
    if (notice.kind !== 'hint') return
    const { userId, event } = notice
    if (event.type === 'stream-ended') {
      void this.follower.end(userId, event)
      this.#words.onFree(event.sessionId)
      return
    }
    feed.deliver(userId, event)
    if (event.type === 'stream-opened' && event.stream.status === 'open')
      this.follower.follow(userId, event.stream, 0)
  }

  #up(): void {
    this.follower.deaf = false
    if (this.#lookAround) clearInterval(this.#lookAround)
    this.#lookAround = null
    this.#options.feed.deliverToAll({ type: 'resync' })
  }

  #down(): void {
    const { feed, log } = this.#options
    log.warn({}, 'notices of other servers do not come; looking by myself')
    this.follower.deaf = true
    feed.deliverToAll({ type: 'resync' })
    this.#running = new Set()
    this.#lookAround ??= setInterval(() => void this.#look(), LOOK_AROUND_MS)
  }

  /** What notices would tell: streams that began or ended elsewhere; and, now and then, that lists may be old. */
  async #look(): Promise<void> {
    const { feed, db, serverId, log } = this.#options
    const users = feed.users()
    if (users.length === 0 || !this.deaf) return
    try {
      const running = await listUsersStreams(db, users)
      const others = running.filter((each) => each.serverId !== serverId)
      for (const { userId, stream } of others) {
        if (!this.#running.has(stream.id)) feed.deliver(userId, { type: 'stream-opened', stream })
        if (stream.status === 'open') this.follower.follow(userId, stream, 0)
      }
      this.#running = new Set(others.map(({ stream }) => stream.id))
    } catch (error) {
      log.warn({ fault: faultOf(error) }, 'could not look for what other servers do')
    }
    this.#looks++
    if (this.#looks % LISTS_EVERY === 0)
      for (const userId of users) feed.deliver(userId, { type: 'sessions-changed' })
  }
}

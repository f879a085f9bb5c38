import type { AppRouter } from '@duck/api'
import { forgetStreams, type MessageList, NO_STREAMS, reduceLive, type SyncEvent } from '@duck/protocol'
import type { TRPCClient } from '@trpc/client'
import { createTestClient, type TestClient } from '../../app/create-test-client.ts'
import { FollowedList } from './followed-list.ts'
import { SeenText } from './seen-text.ts'
import { TabFeed } from './tab-feed.ts'

export interface TabOptions {
  /** How reports call it. */
  name: string
  url: string
  /** The one session that it shows. */
  sessionId: string
}

const PAGE = 200

/** A tab without a browser: it follows the feed as the web app does, and goes on elsewhere when it is told to. */
export class Tab implements AsyncDisposable {
  readonly name: string
  readonly #sessionId: string
  readonly #seen = new Map<string, SeenText>()
  readonly #feed: TabFeed
  readonly #followed: FollowedList
  #calls: TestClient
  #url: string
  #state = NO_STREAMS

  constructor({ name, url, sessionId }: TabOptions) {
    this.name = name
    this.#sessionId = sessionId
    this.#url = url
    this.#calls = createTestClient(url)
    this.#followed = new FollowedList(sessionId, () =>
      this.rpc.message.list.query({ sessionId, limit: PAGE }),
    )
    this.#feed = new TabFeed({ url: () => this.#url, sessionId, take: (event) => this.#take(event) })
  }

  /** Calls over HTTP, to the server the tab is at. */
  get rpc(): TRPCClient<AppRouter> {
    return this.#calls.rpc
  }

  /** The newest page, as far as the tab knows. */
  get list(): MessageList | undefined {
    return this.#followed.list
  }

  seen(streamId: string): SeenText {
    const seen = this.#seen.get(streamId) ?? new SeenText()
    this.#seen.set(streamId, seen)
    return seen
  }

  /** The streams that it shows as being written: neither ended nor in its list. */
  stillRunning(): string[] {
    const { streams } = forgetStreams(this.#state, this.list?.messages.map(({ id }) => id) ?? [])
    return Object.values(streams)
      .filter(({ sessionId }) => sessionId === this.#sessionId)
      .filter(({ status, unconfirmed }) => status !== 'ended' && !unconfirmed)
      .map(({ streamId }) => streamId)
  }

  /** From its next connection on it is at another server. */
  moveTo(url: string): void {
    this.#url = url
    void this.#calls.close()
    this.#calls = createTestClient(url)
  }

  #take(event: SyncEvent): void {
    if (event.type === 'stream-delta') this.seen(event.streamId).take(event.offset, event.delta)
    const { state, invalidate } = reduceLive(this.#state, event)
    this.#state = state
    if (invalidate.some(({ kind }) => kind === 'stream-gap')) this.#feed.resubscribe()
    this.#followed.hear(invalidate)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#followed.close()
    await Promise.all([this.#feed[Symbol.asyncDispose](), this.#calls.close()])
  }
}

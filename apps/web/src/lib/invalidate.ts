import type { Invalidation, LiveStream } from '@duck/protocol'
import { isRunning } from '@duck/protocol'
import { type Heard, hearMore } from './heard.ts'
import type { LiveStore } from './live-store.ts'
import { newestPage } from './message-cache.ts'
import { isBehind } from './message-list.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Utils } from './trpc.ts'

export type Invalidate = (stale: readonly Invalidation[]) => void

const RESUBSCRIBE_AT_MOST_EVERY_MS = 1_000

/** The one place that makes cached answers stale. What is shown is fetched again at once. */
export function createInvalidator(utils: Utils, live: LiveStore, resubscribe: () => void): Invalidate {
  const heard = new Map<string, Heard>()

  const messages = oneAtATime(async (sessionId) => {
    // A first fetch that is under way may have begun before what was heard: it is compared when it is there.
    if (!utils.message.list.getData(newestPage(sessionId)))
      await utils.message.list.invalidate(newestPage(sessionId))
    const list = utils.message.list.getData(newestPage(sessionId))
    const word = heard.get(sessionId)
    heard.delete(sessionId)
    if (list && word && isBehind(list, word)) await utils.message.list.invalidate(newestPage(sessionId))
    forgetSettled(utils, live)
  })
  const streams = oneAtATime(async (sessionId) => {
    await utils.stream.list.invalidate({ sessionId })
    forgetSettled(utils, live)
  })
  const sessions = oneAtATime(async () => {
    await Promise.all([utils.session.list.invalidate(), utils.session.get.invalidate()])
  })
  const everything = oneAtATime(async () => {
    await utils.invalidate()
    forgetSettled(utils, live)
    for (const sessionId of heard.keys()) messages(sessionId)
  })
  const gap = oneAtATime(async () => {
    resubscribe()
    await new Promise((resolve) => setTimeout(resolve, RESUBSCRIBE_AT_MOST_EVERY_MS))
  })

  return (stale) => {
    const all = stale.some(({ kind }) => kind === 'everything')
    for (const item of stale) {
      if (item.kind === 'messages') heard.set(item.sessionId, hearMore(heard.get(item.sessionId), item))
      if (item.kind === 'stream-gap') gap('')
      if (all) continue
      if (item.kind === 'messages') messages(item.sessionId)
      if (item.kind === 'streams') streams(item.sessionId)
      if (item.kind === 'sessions') sessions('')
    }
    if (all) everything('')
  }
}

/** Forgets answers whose row, or whose end without a row, the cache shows by now; of chats not shown, all that end. */
function forgetSettled(utils: Utils, live: LiveStore): void {
  const streams = Object.values(live.get().streams)
  live.forget(streams.filter((stream) => isSettled(utils, stream)).map(({ streamId }) => streamId))
  const hidden = streams.filter(({ sessionId }) => !shownList(utils, sessionId))
  live.forget(hidden.filter(({ status }) => status === 'ended').map(({ streamId }) => streamId))
  live.drop(hidden.filter(({ unconfirmed }) => unconfirmed).map(({ streamId }) => streamId))
}

function isSettled(utils: Utils, { streamId, sessionId }: LiveStream): boolean {
  const listed = utils.stream.list.getData({ sessionId })?.streams.find(({ id }) => id === streamId)
  const hasRow = shownList(utils, sessionId)?.messages.some(({ id }) => id === streamId) ?? false
  return hasRow || (!!listed && !isRunning(listed.status))
}

function shownList(utils: Utils, sessionId: string) {
  return utils.message.list.getData(newestPage(sessionId))
}

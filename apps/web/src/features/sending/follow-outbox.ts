import type { QueryClient } from '@tanstack/react-query'
import { getMutationKey } from '@trpc/react-query'
import { newestPage, writeList } from '../../lib/message-cache.ts'
import { addPending, isPending, markWaiting } from '../../lib/message-list.ts'
import type { Outbox } from '../../lib/outbox/outbox.ts'
import { isRefused, type OutboxEntry } from '../../lib/outbox/outbox-entry.ts'
import { trpc, type Utils } from '../../lib/trpc.ts'
import { pendingMessage, sentOf } from './optimistic.ts'

/** Has a mutation run for each message that waits in the outbox, whichever tab it was typed in, before a reload or after. */
export function followOutbox(outbox: Outbox, utils: Utils, queryClient: QueryClient): () => void {
  const running = new Set<string>()
  const mutations = queryClient.getMutationCache()
  const options = { mutationKey: getMutationKey(trpc.message.send) }
  const run = async (entry: OutboxEntry) => {
    running.add(entry.id)
    const mutation = mutations.build(queryClient, queryClient.defaultMutationOptions(options))
    // What comes of it is told in the mutation's own words.
    await mutation.execute(sentOf(entry)).catch(() => undefined)
    running.delete(entry.id)
    look()
  }
  const look = () => {
    for (const entry of outbox.entries.get()) {
      if (isRefused(entry)) continue
      if (!running.has(entry.id)) void run(entry)
      showIn(utils, entry)
    }
  }
  look()
  return outbox.entries.subscribe(look)
}

/**
 * The entry's bubble, and what it waits for, in the session's list if that is in the cache; it may have been fetched since.
 * A chat that is `shown` has a list, though there may be no more in it yet.
 */
export function showIn(utils: Utils, entry: OutboxEntry, shown = false): void {
  const { id, sessionId, waitingFor } = entry
  const list = utils.message.list.getData(newestPage(sessionId))
  const row = list?.messages.find((other) => other.id === id)
  if ((list || shown) && !row)
    writeList(utils, sessionId, (now) => addPending(now, pendingMessage(sentOf(entry))))
  if (waitingFor !== null && (!row || (isPending(row) && row.waitingFor !== waitingFor)))
    writeList(utils, sessionId, (now) => now && markWaiting(now, id, waitingFor))
}

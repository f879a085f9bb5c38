import type { Session } from '@duck/protocol'
import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from '../app-router.ts'
import { mostlyExclusive } from '../exclusive.ts'
import { onWake } from '../on-wake.ts'
import type { Store } from '../store.ts'
import { createAttempt } from './create-attempt.ts'
import { judge } from './judge.ts'
import { Outbox } from './outbox.ts'
import { openOutboxChannel } from './outbox-channel.ts'
import { OutboxSender } from './outbox-sender.ts'
import { openOutboxStore } from './outbox-store.ts'

/** Longer than a try takes at a server that is well. */
const PATIENCE_MS = 4_000

interface OutboxInput {
  owner: Store<string | null>
  client: TRPCClient<AppRouter>
  /** The server has made the session of a first message, sent in this tab or in another. */
  onBegun: (session: Session) => void
}

/** The owner's outbox in this browser, and what sends from it in this tab. */
export function createOutbox({ owner, client, onBegun }: OutboxInput) {
  const outbox = new Outbox({
    owner,
    store: openOutboxStore(),
    channel: openOutboxChannel(),
    onNews: ({ begun }) => begun && onBegun(begun),
  })
  const sender = new OutboxSender({
    outbox,
    attempt: createAttempt({
      client,
      onBegun: (session) => {
        onBegun(session)
        return outbox.change(
          (entry) => (entry.sessionId === session.id ? { ...entry, begins: false } : entry),
          { begun: session },
        )
      },
    }),
    judge,
    inTurn: (sessionId, work) =>
      mostlyExclusive(`duck.outbox ${owner.get()} ${sessionId}`, PATIENCE_MS, work),
  })
  const stop = onWake(() => sender.hurry())
  // Whoever sent them may be gone; a page that nobody looks at leaves them to the others first.
  if (document.visibilityState === 'visible') void outbox.recover().then(() => sender.takeAll())
  else void outbox.recover()
  return {
    outbox,
    sender,
    closeOutbox: () => {
      stop()
      sender.close()
      outbox.close()
    },
  }
}

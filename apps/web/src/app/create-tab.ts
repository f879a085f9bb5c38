import { uuidv7 } from '@duck/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { followOutbox } from '../features/sending/follow-outbox.ts'
import { setSendDefaults } from '../features/sending/set-send-defaults.ts'
import type { Account } from '../lib/account.ts'
import { AskedChanges } from '../lib/asked-changes.ts'
import { createClient } from '../lib/client.ts'
import { trackConnection } from '../lib/connection.ts'
import { Drafts } from '../lib/drafts.ts'
import { createInvalidator } from '../lib/invalidate.ts'
import { LiveStore } from '../lib/live-store.ts'
import { createOutbox } from '../lib/outbox/create-outbox.ts'
import { createQueryClient } from '../lib/query-client.ts'
import { createReadMarks } from '../lib/read-marks.ts'
import type { Services, Toast } from '../lib/services.ts'
import { addSession } from '../lib/session-cache.ts'
import { setSessionDefaults } from '../lib/session-merge.ts'
import { createStore } from '../lib/store.ts'
import type { Utils } from '../lib/trpc.ts'

export interface Tab {
  id: string
  client: ReturnType<typeof createClient>['client']
  queryClient: QueryClient
  services: Services
  /** Opens the WebSocket anew. */
  reopen: () => void
  /** The page is back from where it may have missed something: what it has is proved, or made good. */
  comeBack: () => void
  /** The browser says that there is no network: what is open has to prove itself. */
  doubt: () => void
  /** The page is left, or put away as it is; `bringBack` when it is shown again. */
  putAway: () => void
  bringBack: () => void
  /** Nothing is asked or sent from now on. */
  close: () => void
}

/** Everything that a page has of one user's; null as long as it is not known whose it is. */
export function createTab(account: Account, userId: string | null): Tab {
  const owner = createStore(userId)
  // Who calls: the owner, until the tab is closed.
  const caller = createStore(userId)
  owner.subscribe(() => caller.set(owner.get()))
  const queryClient = createQueryClient()
  const asked = new AskedChanges()
  setSessionDefaults(queryClient, asked)
  const { client, socket } = createClient({ account, caller })
  const utils: Utils = createTRPCQueryUtils({ client, queryClient })
  const live = new LiveStore()
  const connected = createStore(false)
  const connection = trackConnection({ connected, queryClient, socket })
  const resubscribeRef = { current: () => {} }
  const drafts = new Drafts(owner)
  const { outbox, sender, closeOutbox } = createOutbox({
    owner,
    client,
    onBegun: (session) => addSession(utils, session),
  })
  const services: Services = {
    account,
    owner,
    utils,
    live,
    resubscribeRef,
    drafts,
    outbox,
    sender,
    connected,
    connection,
    readMarks: createReadMarks(utils, client, caller),
    asked,
    toast: createStore<Toast | null>(null),
    invalidate: createInvalidator({ utils, queryClient, live }, () => resubscribeRef.current()),
  }
  setSendDefaults(services)
  const unfollow = followOutbox(outbox, utils, queryClient)
  return {
    id: uuidv7(),
    client,
    queryClient,
    services,
    reopen: socket.reopen,
    comeBack: () => {
      connection.comeBack()
      socket.wake()
      socket.prove()
    },
    doubt: socket.prove,
    putAway: () => {
      services.readMarks.flush()
      socket.putAway()
    },
    bringBack: socket.bringBack,
    close: () => {
      unfollow()
      closeOutbox()
      caller.set(null)
      connection.close()
      socket.close()
      drafts.close()
      queryClient.clear()
    },
  }
}

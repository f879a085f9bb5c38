import { must } from '@duck/protocol'
import { createContext, useContext } from 'react'
import type { Account } from './account.ts'
import type { AskedChanges } from './asked-changes.ts'
import type { Connection } from './connection.ts'
import type { Drafts } from './drafts.ts'
import type { Invalidate } from './invalidate.ts'
import type { LiveStore } from './live-store.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { OutboxSender } from './outbox/outbox-sender.ts'
import type { ReadMarks } from './read-marks.ts'
import type { Store } from './store.ts'
import type { Utils } from './trpc.ts'

/** What lives as long as the tab, outside React. */
export interface Services {
  account: Account
  /** Whose page this is; null until it is known. */
  owner: Store<string | null>
  utils: Utils
  live: LiveStore
  drafts: Drafts
  /** What was sent and not acked. */
  outbox: Outbox
  sender: OutboxSender
  /** Whether the feed of hints and live text is up. */
  connected: Store<boolean>
  /** How the page stands to its server. */
  connection: Connection
  readMarks: ReadMarks
  asked: AskedChanges
  /** Set by the feed: subscribes anew, so that a new `ready` comes. */
  resubscribeRef: { current: () => void }
  toast: Store<Toast | null>
  invalidate: Invalidate
}

export interface Toast {
  id: string
  text: string
}

export const ServicesContext = createContext<Services | null>(null)

export function useServices(): Services {
  return must(useContext(ServicesContext), 'services')
}

import { uuidv7 } from '@duck/protocol'
import { onReturn } from '../lib/returns.ts'
import type { Store } from '../lib/store.ts'
import { takeFragment } from '../lib/take-fragment.ts'
import { takeProviderError } from '../lib/take-provider-error.ts'
import { createAccount } from './create-account.ts'
import type { Tab } from './create-tab.ts'
import { createTabs } from './tabs.ts'

export type Page =
  | { kind: 'chats'; tabs: Store<Tab>; toSignIn: boolean }
  | { kind: 'link' | 'reset'; token: string }

const NOT_SIGNED_IN = 'The sign-in with the other provider did not work.'

/** What stands at this address: the chats, or a door that is opened with the token in the fragment. */
export function pageAt(path: string): Page {
  if (path === '/link') return { kind: 'link', token: takeFragment() }
  if (path === '/reset') return { kind: 'reset', token: takeFragment() }
  const account = createAccount()
  const tabs = createTabs(account)
  void account.confirm()
  addEventListener('pagehide', () => tabs.get().putAway())
  // A page that was put away as it was may show somebody who has signed out since.
  addEventListener('pageshow', ({ persisted }) => {
    tabs.get().bringBack()
    if (persisted) void account.confirm()
  })
  onReturn(() => tabs.get().comeBack())
  addEventListener('offline', () => tabs.get().doubt())
  if (takeProviderError()) tabs.get().services.toast.set({ id: uuidv7(), text: NOT_SIGNED_IN })
  return { kind: 'chats', tabs, toSignIn: location.hash === '#sign-in' && takeFragment() !== '' }
}

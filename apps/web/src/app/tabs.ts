import { navigate } from 'wouter/use-browser-location'
import type { Account } from '../lib/account.ts'
import type { AccountState } from '../lib/account-state.ts'
import { becoming } from '../lib/becoming.ts'
import { moveKept } from '../lib/kept.ts'
import { createStore, type Store } from '../lib/store.ts'
import { createTab, type Tab } from './create-tab.ts'

const GONE = 'You were signed out before it was sent.'

/** What the page has, of whoever is signed in: another user begins with a page that has nothing of the one before. */
export function createTabs(account: Account): Store<Tab> {
  const tabs = createStore(createTab(account, account.state.get().person?.id ?? null))
  let before = account.state.get().phase
  account.state.subscribe(() => {
    const state = account.state.get()
    follow(account, tabs, state, before === 'out')
    before = state.phase
  })
  return tabs
}

function follow(account: Account, tabs: Store<Tab>, state: AccountState, wasOut: boolean): void {
  const tab = tabs.get()
  const owner = tab.services.owner.get()
  if (state.phase === 'starting') return
  if (state.phase === 'out') {
    if (state.person === null && owner !== null) replace(account, tabs, null)
    return
  }
  const { id } = state.person
  if (owner === id && wasOut) goOn(tab)
  if (owner === id) return
  if (owner === null || becoming.is(owner, id)) own(tab, id)
  else replace(account, tabs, id)
}

/** It is known now whose page this is, or it is the same person's under another id: all that is here stays. */
function own(tab: Tab, userId: string): void {
  const { owner, drafts, outbox } = tab.services
  const before = owner.get()
  moveKept(before, userId)
  owner.set(userId)
  drafts.reread()
  void outbox.moveFrom(before)
  if (before !== null) goOn(tab)
}

/** Signed in again: everything may have changed meanwhile. */
function goOn(tab: Tab): void {
  tab.reopen()
  tab.services.resubscribeRef.current()
  tab.services.invalidate([{ kind: 'everything' }])
  tab.services.sender.hurry()
}

/** What was not sent stays in this browser as the old user's, and is never sent as the new one's. */
function replace(account: Account, tabs: Store<Tab>, userId: string | null): void {
  const old = tabs.get()
  void old.services.outbox.setAside(GONE)
  navigate('/', { replace: true })
  tabs.set(createTab(account, userId))
  old.close()
}

import type { ReactNode } from 'react'
import { loadGoToDate } from '../features/conversation/day-heading.tsx'
import { loadNoteDialog } from '../features/conversation/feedback/load-note-dialog.ts'
import { loadSearchDialog } from '../features/search/search.tsx'
import type { DeletedChatProps } from './deleted-chat.tsx'

// What most visits never open, fetched apart.

export const loadSettings = () =>
  import('../features/settings/settings.tsx').then((module) => ({ default: module.Settings }))
export const loadSignInDialog = () =>
  import('../features/account/sign-in-dialog.tsx').then((module) => ({ default: module.SignInDialog }))
export const loadSignOutDialog = () =>
  import('../features/account/sign-out-dialog.tsx').then((module) => ({ default: module.SignOutDialog }))
export const loadSignedOut = () =>
  import('../features/account/signed-out.tsx').then((module) => ({ default: module.SignedOut }))

export const loadDeletedChat = (): Promise<{ default: (props: DeletedChatProps) => ReactNode }> =>
  import('./deleted-chat.tsx').then(
    (module) => ({ default: module.DeletedChat }),
    // The server has other files by now; what happened can be said without it.
    () => ({ default: () => 'This chat was deleted.' }),
  )

/** Fetches them ahead: by the time one is needed the server may be away, or have other files. */
export function preloadDialogs(): void {
  for (const load of [
    loadSignedOut,
    loadSignInDialog,
    loadSignOutDialog,
    loadSettings,
    loadDeletedChat,
    loadSearchDialog,
    loadGoToDate,
    loadNoteDialog,
  ])
    load().catch(() => undefined)
}

import { loadGoToDate } from '../features/conversation/day-heading.tsx'
import { loadSearchDialog } from '../features/search/search.tsx'

// What most visits never open, fetched apart.

export const loadSettings = () =>
  import('../features/settings/settings.tsx').then((module) => ({ default: module.Settings }))
export const loadSignInDialog = () =>
  import('../features/account/sign-in-dialog.tsx').then((module) => ({ default: module.SignInDialog }))
export const loadSignOutDialog = () =>
  import('../features/account/sign-out-dialog.tsx').then((module) => ({ default: module.SignOutDialog }))
export const loadSignedOut = () =>
  import('../features/account/signed-out.tsx').then((module) => ({ default: module.SignedOut }))

/** Fetches them ahead: by the time one is needed the server may be away, or have other files. */
export function preloadDialogs(): void {
  for (const load of [
    loadSignedOut,
    loadSignInDialog,
    loadSignOutDialog,
    loadSettings,
    loadSearchDialog,
    loadGoToDate,
  ])
    load().catch(() => undefined)
}

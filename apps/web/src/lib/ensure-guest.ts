const LOCK = 'duck-guest'

/** Signs a new browser in as a guest, once however many of its tabs begin in one moment. */
export async function ensureGuest(): Promise<void> {
  if (await isSignedIn()) return
  await navigator.locks.request(LOCK, async () => {
    if (!(await isSignedIn())) await fetch('/api/auth/sign-in/anonymous', { method: 'POST' })
  })
}

async function isSignedIn(): Promise<boolean> {
  const response = await fetch('/api/auth/get-session')
  return (await response.json()) !== null
}

import { storage } from './storage.ts'

const KEY = 'duck.becoming'
const ANYBODY = '*'

/**
 * A guest who signs in or up stays the same person with the same sessions, under another id. Kept in localStorage, so that
 * every tab of the browser, and this one after a visit to another provider's page, knows.
 */
export const becoming = {
  /** The guest is about to sign in: whoever comes next is the same person. */
  begin: (guestId: string): void => storage.write(KEY, `${guestId} ${ANYBODY}`),
  /** It is known who came. */
  done(userId: string): void {
    const [guestId, to] = parts()
    if (guestId && guestId !== userId && to === ANYBODY) storage.write(KEY, `${guestId} ${userId}`)
  },
  /** Nobody came, or somebody else is about to. */
  end: (): void => storage.write(KEY, null),
  /** Whether user `to`, who comes after user `from`, is the same person. */
  is(from: string, to: string): boolean {
    const [guestId, userId] = parts()
    return guestId === from && (userId === to || userId === ANYBODY)
  },
}

function parts(): string[] {
  return (storage.read(KEY) ?? '').split(' ')
}

import { storage } from './storage.ts'

const KEY = 'duck.becoming'
const ANYBODY = '*'

/**
 * A guest who signs in or up stays the same person with the same sessions, under another id. Kept in localStorage, so that
 * every tab of the browser, and this one after a visit to another provider's page, knows.
 */
export const becoming = {
  /** The guest is about to sign in, which takes at most `ms`: whoever comes next is the same person. */
  begin: (guestId: string, ms: number): void =>
    storage.write(KEY, `${guestId} ${ANYBODY} ${Date.now() + ms}`),
  /** The server has answered; who came is about to be asked. */
  arrive(): void {
    const [guestId, to] = parts()
    if (guestId && to) storage.write(KEY, `${guestId} ${to}`)
  },
  /** It is known who came; the guest again, when it came to nothing. */
  done(userId: string): void {
    const [guestId, to] = parts()
    if (guestId && to === ANYBODY) storage.write(KEY, `${guestId} ${guestId === userId ? ANYBODY : userId}`)
  },
  /** Nobody came, or somebody else is about to. */
  end: (): void => storage.write(KEY, null),
  /**
   * Whether the server may be about to answer with the new user's cookie. By then the guest's is good no longer, and to ask who
   * is signed in would have the server take the cookie away, the new one too if that answer is the later.
   */
  isInTheMiddle(userId: string): boolean {
    const [guestId, , until] = parts()
    return guestId === userId && until !== undefined && Date.now() < Number(until)
  },
  /** Whether user `to`, who comes after user `from`, is the same person. */
  is(from: string, to: string): boolean {
    const [guestId, userId] = parts()
    return guestId === from && (userId === to || userId === ANYBODY)
  },
}

function parts(): string[] {
  return (storage.read(KEY) ?? '').split(' ')
}

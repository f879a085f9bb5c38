import type { SignInOptions } from '@duck/protocol'
import { mayMakeGuest } from './account-state.ts'
import type { authApi } from './auth-api.ts'
import { hasKept } from './kept.ts'
import { lastPerson, type Person } from './person.ts'

export interface FindOptions {
  api: Pick<typeof authApi, 'person' | 'asGuest'>
  /** What the server offers to those who are not signed in. */
  options: () => Promise<SignInOptions>
  exclusive: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>
}

const GUEST = 'duck.guest'

/** Who is signed in at a page's beginning: in `local` mode whoever comes to a fresh browser becomes a guest. */
export async function findOrMakePerson(given: FindOptions): Promise<Person | null> {
  const person = await given.api.person()
  if (person) return person
  const before = lastPerson()
  const textLeft = before !== null && before !== 'left' && hasKept(before.id)
  return mayMakeGuest(await given.options(), before, textLeft) ? makeGuest(given) : null
}

/** A new guest, or whom another tab has signed in meanwhile. */
export function makeGuest({ api, exclusive }: FindOptions): Promise<Person> {
  return exclusive(GUEST, async () => {
    const there = await api.person()
    if (there) return there
    await api.asGuest()
    const made = await api.person()
    if (!made) throw new Error('The browser does not keep the sign-in: it may forbid cookies.')
    return made
  })
}

import type { Person } from '@duck/protocol'
import { type AuthDb, addPerson, entranceOf, findPerson } from '@duck/store'

/** What becomes of an old user with an address. */
export type Account =
  | { state: 'existing' | 'added'; userId: string }
  /** A dry run does not make it. */
  | { state: 'missing' }
  /** Whoever is in the account may have signed up with somebody else's address. */
  | { state: 'unproven'; userId: string }

export interface AccountOptions {
  email: string
  name: string
  dryRun: boolean
}

/** The account of that address; it is made where there is none, unless it is a dry run. */
export async function accountFor(
  accounts: AuthDb,
  { email, name, dryRun }: AccountOptions,
): Promise<Account> {
  const person = await findPerson(accounts, email)
  if (person) return judged(accounts, person)
  if (dryRun) return { state: 'missing' }
  const added = await addPerson(accounts, { email, name })
  if (added) return { state: 'added', userId: added.id }
  // Somebody signed up with it in this moment.
  return accountFor(accounts, { email, name, dryRun })
}

async function judged(accounts: AuthDb, { id }: Person): Promise<Account> {
  const entrance = await entranceOf(accounts, id)
  const isStranger = entrance?.isOpen && !entrance.isProven
  return { state: isStranger ? 'unproven' : 'existing', userId: id }
}

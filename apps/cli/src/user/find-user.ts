import type { Person } from '@duck/protocol'
import { type AuthDb, findPerson, getPerson } from '@duck/store'
import { printable } from '../printable.ts'

/**
 * The user with that address or id.
 *
 * @throws Error when there is none.
 */
export async function findUser(db: AuthDb, emailOrId: string): Promise<Person> {
  const person = await (emailOrId.includes('@') ? findPerson : getPerson)(db, emailOrId)
  if (!person) throw new Error(`There is no user ${printable(emailOrId)}.`)
  return person
}

/** As a person is told of the user. */
export function nameOf({ id, name, email }: Person): string {
  return printable(email === null ? `the guest ${id}` : `${name} <${email}>`)
}

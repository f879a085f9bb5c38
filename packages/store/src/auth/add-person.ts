import { type Person, uuidv7 } from '@duck/protocol'
import { type AuthDb, runAuth } from './auth-db.ts'
import { getPerson } from './people.ts'

/** An account that nobody can sign in to yet, of an address that is not proven yet; null when the address is taken. */
export async function addPerson(
  db: AuthDb,
  { email, name }: { email: string; name: string },
): Promise<Person | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<{ id: string }[]>`
      insert into auth.people (id, name, email) values (${uuidv7()}, ${name}, ${email.toLowerCase()})
      on conflict (email) do nothing returning id`,
  )
  return row ? getPerson(db, row.id) : null
}

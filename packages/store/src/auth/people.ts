import type { Person, PersonList } from '@duck/protocol'
import { fromCursor, toCursor } from '../cursor.ts'
import { isoTime } from '../iso-time.ts'
import type { Statements } from '../run.ts'
import { type AuthDb, runAuth, transactAuth } from './auth-db.ts'

interface Row {
  id: string
  name: string
  email: string
  isGuest: boolean
  createdAt: Date
}

const PLACE = /^[\w-]{1,64}$/

/** The user with that id, or null. */
export function getPerson(db: AuthDb, userId: string): Promise<Person | null> {
  return onePerson(db, (sql) => sql`id = ${userId}`)
}

/** The user with that address, whatever its case, or null. */
export function findPerson(db: AuthDb, email: string): Promise<Person | null> {
  return onePerson(db, (sql) => sql`email = ${email.toLowerCase()} and not is_guest`)
}

/** The guest who runs a place without accounts, or the account that the guest has become; null while there is none. */
export function findFirstGuest(db: AuthDb): Promise<Person | null> {
  return onePerson(db, (sql) => sql`is_operator`)
}

/** Those with an address, the newest first. Ids ascend with time. */
export async function listPeople(
  db: AuthDb,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<PersonList> {
  const before = cursor === null ? null : fromCursor(cursor, PLACE)[0]
  const rows = await runAuth(
    db,
    (sql) => sql<Row[]>`
      ${peopleIn(sql)} where not is_guest and (${before}::text is null or id < ${before})
      order by id desc limit ${limit + 1}`,
  )
  const users = rows.slice(0, limit).map(toPerson)
  const last = users.at(-1)
  return { users, nextCursor: rows.length > limit && last ? toCursor(last.id) : null }
}

/** Makes the guest the operator, where there is none yet. Whether it did. */
export async function claimOperator(db: AuthDb, userId: string): Promise<boolean> {
  const rows = await runAuth(
    db,
    (sql) => sql`
      update auth.people set is_operator = true
      where id = ${userId} and not exists (select from auth.people where is_operator) returning id`,
  ).catch((error) => {
    // Two first guests in one moment: the index lets one through.
    if (isTaken(error)) return []
    throw error
  })
  return rows.length > 0
}

/** The operator's place goes to the user whom the guest has become. */
export async function passOperatorOn(db: AuthDb, from: string, to: string): Promise<void> {
  await transactAuth(db, async (sql) => {
    const was = await sql`
      update auth.people set is_operator = false where id = ${from} and is_operator returning id`
    if (was.length > 0) await sql`update auth.people set is_operator = true where id = ${to}`
  })
}

type Fragment = ReturnType<Statements>

function peopleIn(sql: Statements): Fragment {
  return sql`select id, name, email, is_guest as "isGuest", created_at as "createdAt" from auth.people`
}

async function onePerson(db: AuthDb, which: (sql: Statements) => Fragment): Promise<Person | null> {
  const [row] = await runAuth(db, (sql) => sql<Row[]>`${peopleIn(sql)} where ${which(sql)}`)
  return row ? toPerson(row) : null
}

function toPerson({ email, createdAt, ...row }: Row): Person {
  return { ...row, email: row.isGuest ? null : email, createdAt: isoTime(createdAt) }
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'CONFLICT'
}

/**
 * The address is proven to be the user's. Who had signed up with it before without proof may be somebody else: their ways
 * in end, all but the password, which is new.
 */
export async function proveAddress(db: AuthDb, userId: string): Promise<void> {
  await runAuth(
    db,
    (sql) => sql`
      with proven as (
        update auth.people set email_verified = true, updated_at = now()
        where id = ${userId} and not email_verified and not is_guest returning id
      ), ways as (
        delete from auth.credentials where user_id in (select id from proven) and provider_id <> 'credential'
      )
      delete from auth.api_keys where user_id in (select id from proven)`,
  )
}

/** Whether the user has a password. */
export async function hasPassword(db: AuthDb, userId: string): Promise<boolean> {
  const rows = await runAuth(
    db,
    (sql) => sql`select from auth.credentials where user_id = ${userId} and password is not null limit 1`,
  )
  return rows.length > 0
}

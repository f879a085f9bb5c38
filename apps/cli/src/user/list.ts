import { LIMITS, type Person } from '@duck/protocol'
import { type AuthDb, listPeople } from '@duck/store'
import { withAccounts } from '../database/with-accounts.ts'
import { readEnv } from '../env.ts'
import { printable, printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'

export const listUsers = defineVerb({
  name: 'user list',
  takes: [],
  says: 'who has an account, the newest first: e-mail, name, since when',
  options: { json: { type: 'boolean', says: 'one array of JSON instead, with ids' } },
  async act({ values }, context) {
    const people = await withAccounts(readEnv(context.variables), context, everybody)
    if (values.json) return context.print(printableJson(people))
    if (people.length === 0) return context.note('Nobody has an account yet.')
    for (const line of linesOf(people)) context.print(line)
  },
})

async function everybody(db: AuthDb): Promise<Person[]> {
  const people: Person[] = []
  for (let cursor: string | null = null; ; ) {
    const { users, nextCursor } = await listPeople(db, { cursor, limit: LIMITS.pageRows })
    people.push(...users)
    if (nextCursor === null) return people
    cursor = nextCursor
  }
}

function linesOf(people: readonly Person[]): string[] {
  const rows = people.map(({ email, name, createdAt }) => ({
    email: printable(email ?? ''),
    name: printable(name),
    since: createdAt.slice(0, 10),
  }))
  const width = (column: 'email' | 'name') => Math.max(...rows.map((row) => row[column].length))
  const [emails, names] = [width('email'), width('name')]
  return rows.map(({ email, name, since }) => `${email.padEnd(emails)}  ${name.padEnd(names)}  ${since}`)
}

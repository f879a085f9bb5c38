import { readFile } from 'node:fs/promises'
import { hasHostedUsers, type KnownUser, type Legacy, parseUsers, readHostedUsers } from '@duck/legacy'
import { z } from 'zod'
import { UsageError } from '../usage-error.ts'

/**
 * Who the old users are: as the file says, else as the users of a hosted Postgres say. What nobody could sign in with
 * counts as no address.
 *
 * @throws UsageError when nothing says; Error a sentence that names the line of the file.
 */
export async function knownUsers({ sql }: Legacy, csv: string | undefined): Promise<KnownUser[]> {
  const hosted = await readHostedUsers(sql)
  if (csv === undefined && !(await hasHostedUsers(sql)))
    throw new UsageError(
      'Nothing says who the old users are: the database has no auth.users. Give --csv FILE with lines of user_id,email.',
    )
  const named = csv === undefined ? [] : parseUsers(await readText(csv))
  const all = new Map([...hosted, ...named].map((user) => [user.userId, user]))
  return [...all.values()].map((user) => ({ ...user, email: isAddress(user.email) ? user.email : null }))
}

/** As where one signs in. */
function isAddress(email: string | null): boolean {
  return z.email().safeParse(email).success
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`The file of --csv cannot be read.`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError('The file of --csv is not UTF-8.')
  }
}

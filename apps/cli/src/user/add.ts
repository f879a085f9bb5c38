import { LIMITS } from '@duck/protocol'
import { addPerson, oneTimeLink } from '@duck/store'
import { z } from 'zod'
import { withAccounts } from '../database/with-accounts.ts'
import { readEnv } from '../env.ts'
import { linkBase, URL_OPTION } from '../link-base.ts'
import { printLink } from '../print-link.ts'
import { printable } from '../printable.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'

export const addUser = defineVerb({
  name: 'user add',
  takes: ['e-mail'],
  says: 'makes an account, and a link by which its user sets a password',
  options: {
    name: {
      type: 'string',
      value: 'NAME',
      says: 'what the new user is called; else the address up to its @',
    },
    ...URL_OPTION,
  },
  async act({ words: [email], values }, context) {
    const env = readEnv(context.variables)
    const publicUrl = linkBase(values.url, env)
    const name = nameFrom(values.name ?? email.slice(0, email.indexOf('@')))
    // The same as where one signs in, or nobody could.
    if (!z.email().safeParse(email).success) throw new UsageError(`${printable(email)} is no e-mail address.`)
    const link = await withAccounts(env, context, async (db) => {
      const person = await addPerson(db, { email, name })
      if (!person)
        throw new Error(`There is an account of ${email} already. duck user reset gives it a new password.`)
      return oneTimeLink(db, { userId: person.id, purpose: 'reset-password', publicUrl })
    })
    printLink(link, context)
  },
})

function nameFrom(given: string): string {
  const name = given.trim()
  if (name === '' || printable(name) !== name || Array.from(name).length > LIMITS.personNameChars)
    throw new UsageError(`--name must be 1 to ${LIMITS.personNameChars} characters, without controls.`)
  return name
}

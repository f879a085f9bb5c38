import { isServed, removePerson } from '@duck/store'
import type { Context } from '../context.ts'
import { withAccounts } from '../database/with-accounts.ts'
import { readEnv } from '../env.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'
import { findUser, nameOf } from './find-user.ts'

export const deleteUser = defineVerb({
  name: 'user delete',
  takes: ['e-mail or id'],
  says: 'the user goes, with everything they wrote, for good',
  options: { yes: { type: 'boolean', says: 'do not ask first' } },
  async act({ words: [emailOrId], values }, context) {
    const env = readEnv(context.variables)
    if (!values.yes && !context.ask)
      throw new UsageError('There is no terminal to ask at: give --yes to delete without being asked.')
    const person = await withAccounts(env, context, (db) => findUser(db, emailOrId))
    // Nothing is open meanwhile: a server may start while somebody thinks.
    if (!values.yes) await confirm(`Delete ${nameOf(person)} and everything they wrote, for good?`, context)
    const served = await withAccounts(env, context, async (db) => {
      if (!(await removePerson(db, person.id))) throw new Error('The user is gone already.')
      return isServed(db)
    })
    context.print(`Deleted ${nameOf(person)}.`)
    context.note(
      served
        ? 'What they wrote is erased now, by the server that runs.'
        : 'No server runs: what they wrote is erased at its next start.',
    )
  },
})

async function confirm(question: string, { ask }: Context): Promise<void> {
  const answer = (await ask?.(`${question} [y/N] `)) ?? ''
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new Error('Nothing was deleted.')
}

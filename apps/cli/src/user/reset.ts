import { oneTimeLink } from '@duck/store'
import { withAccounts } from '../database/with-accounts.ts'
import { readEnv } from '../env.ts'
import { linkBase, URL_OPTION } from '../link-base.ts'
import { printLink } from '../print-link.ts'
import { defineVerb } from '../verb.ts'
import { findUser } from './find-user.ts'

export const resetUser = defineVerb({
  name: 'user reset',
  takes: ['e-mail or id'],
  says: 'a link by which the user sets a new password, good once, for a day',
  options: URL_OPTION,
  async act({ words: [emailOrId], values }, context) {
    const env = readEnv(context.variables)
    const publicUrl = linkBase(values.url, env)
    const link = await withAccounts(env, context, async (db) => {
      const person = await findUser(db, emailOrId)
      if (person.isGuest)
        throw new Error(
          `A guest has no password. duck login --link --user ${person.id} opens them in another browser.`,
        )
      return oneTimeLink(db, { userId: person.id, purpose: 'reset-password', publicUrl })
    })
    printLink(link, context)
  },
})

import { type AuthDb, findFirstGuest, oneTimeLink } from '@duck/store'
import { withAccounts } from '../database/with-accounts.ts'
import { readEnv } from '../env.ts'
import { linkBase, URL_OPTION } from '../link-base.ts'
import { printLink } from '../print-link.ts'
import { UsageError } from '../usage-error.ts'
import { findUser } from '../user/find-user.ts'
import { defineVerb } from '../verb.ts'

export const login = defineVerb({
  name: 'login',
  takes: [],
  says: 'with --link: a link that opens a user in another browser, good once, for 15 minutes',
  options: {
    link: { type: 'boolean', says: 'print a link' },
    user: {
      type: 'string',
      value: 'E-MAIL|ID',
      says: 'whom it opens; without accounts you, the first guest',
    },
    ...URL_OPTION,
  },
  async act({ values }, context) {
    const env = readEnv(context.variables)
    const publicUrl = linkBase(values.url, env)
    if (!values.link) throw new UsageError('duck login can only print a link so far: duck login --link.')
    if (values.user === undefined && env.mode === 'accounts')
      throw new UsageError('With DUCK_AUTH=accounts say who: duck login --link --user <e-mail or id>.')
    const link = await withAccounts(env, context, async (db) => {
      const { id } = await (values.user === undefined ? firstGuest(db) : findUser(db, values.user))
      return oneTimeLink(db, { userId: id, purpose: 'link', publicUrl })
    })
    printLink(link, context)
  },
})

async function firstGuest(db: AuthDb) {
  const guest = await findFirstGuest(db)
  if (!guest)
    throw new Error('Nobody has opened The Duck in a browser yet; who has an account is named by --user.')
  return guest
}

import { capture, stopCapture } from '@duck/legacy'
import { readKeptSecret } from '@duck/store/embedded'
import { readEnv } from '../env.ts'
import { printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyCapture = defineVerb({
  name: 'legacy capture',
  takes: [],
  says: 'adopts the database and keeps every write of the old app from then on; nothing that it wrote is changed',
  options: {
    stop: {
      type: 'boolean',
      says: 'leave the old app alone again; every session must have been rolled back',
    },
    ...JSON_OPTION,
  },
  async act({ values }, context) {
    const env = readEnv(context.variables)
    const secret = env.secret ?? (await readKeptSecret(env.dataDir))
    if (secret === null)
      throw new Error(`There is no secret in ${env.dataDir}. Set DUCK_SECRET to that of the server.`)
    await withLegacy(env, context, async (legacy) => {
      if (values.stop) {
        await stopCapture(legacy)
        return context.print(
          values.json ? printableJson({ since: null }) : 'The old app is no longer captured.',
        )
      }
      const captured = await capture(legacy, {
        url: env.databaseUrl ?? legacy.url,
        adminUrl: env.adminUrl,
        secret,
      })
      if (values.json) context.print(printableJson(captured))
      else
        context.print(
          `Every write of the old app is captured since ${captured.since}. Next: duck legacy backfill.`,
        )
    })
  },
})

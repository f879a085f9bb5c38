import { verify } from '@duck/legacy'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printable, printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyVerify = defineVerb({
  name: 'legacy verify',
  takes: [],
  says: 'proves of every session that what its array holds is in its rows; ends with 1 on any difference',
  options: JSON_OPTION,
  async act({ values }, context) {
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      const { options, end } = moveOptions(context)
      const found = await verify(legacy, options).finally(end)
      if (values.json) context.print(printableJson(found))
      else {
        for (const { sessionId, detail } of found.differences)
          context.print(printable(`${sessionId}  ${detail}`))
        context.print(`${found.proved} sessions are proved: ${found.elements} elements, ${found.rows} rows.`)
        context.print(`Digest of all: ${found.digest}`)
        if (found.quarantined > 0)
          context.note(`${found.quarantined} values are in quarantine, as they were.`)
      }
      if (found.differences.length > 0)
        throw new Error(`${found.differences.length} sessions are not proved.`)
      if (found.interrupted) throw new Interrupted('It was told to end before it had proved everything.')
    })
  },
})

import { type Status, status } from '@duck/legacy'
import type { Context } from '../context.ts'
import { readEnv } from '../env.ts'
import { printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyStatus = defineVerb({
  name: 'legacy status',
  takes: [],
  says: 'where every session stands, and what is to be done next',
  options: JSON_OPTION,
  async act({ values }, context) {
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      const found = await status(legacy)
      if (values.json) context.print(printableJson(found))
      else printStatus(found, context)
    })
  },
})

function printStatus(found: Status, { print }: Context): void {
  const { sessions, absorbed, storage, verified, waiting, held, front, quarantined } = found
  print(found.capturedSince === null ? 'Not captured.' : `Captured since ${found.capturedSince}.`)
  const lines: [number, string][] = [
    [sessions, 'sessions'],
    [absorbed, 'have rows of all that was there'],
    [verified, 'are proved'],
    [storage.array, 'are the old app’s still'],
    [storage.reads, 'have their reads cut over'],
    [storage.rows, 'are cut over'],
    [waiting, 'versions of arrays wait for the worker'],
    [held, 'last answers may still grow'],
    [front, 'sessions are waited for by an append'],
    [quarantined, 'values are in quarantine'],
  ]
  for (const [count, says] of lines) print(`${String(count).padStart(8)}  ${says}`)
  if (found.reached !== null && absorbed < sessions)
    print(`A backfill has been as far as the session ${found.reached}.`)
  if (found.finishedAt !== null) print(`Finished since ${found.finishedAt}.`)
  print(found.next)
}

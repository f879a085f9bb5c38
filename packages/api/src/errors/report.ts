import { faultOf, type Log } from '@duck/chat'
import { type DuckError, uuidv7 } from '@duck/protocol'

const ids = new WeakMap<DuckError, string>()

/** Logs a fault of ours once and gives the id under which it stands there; null when the caller was at fault. */
export function report(log: Log, error: DuckError, path: string | undefined): string | null {
  if (error.code !== 'INTERNAL_SERVER_ERROR') return null
  const known = ids.get(error)
  if (known) return known
  const errorId = uuidv7()
  ids.set(error, errorId)
  log.error({ errorId, path, fault: faultOf(error.cause) }, 'a call failed')
  return errorId
}

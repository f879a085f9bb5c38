import pino, { type Logger } from 'pino'

/** One JSON object a line on stderr; stdout is left to the few sentences a person reads. */
export function createLog(): Logger {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
}

import { constants } from 'node:os'
import { processContext } from './process-context.ts'
import { run } from './run.ts'

const stopping = new AbortController()
// The second signal ends the process at once, as if nobody listened.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal]
    stopping.abort()
  })

const code = await run(process.argv.slice(2), processContext(stopping.signal))
process.exitCode ??= code

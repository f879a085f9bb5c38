import { EnvError, readEnv } from './env.ts'
import { createLog } from './log.ts'
import { startServer } from './start-server.ts'

const STOP_MS = 15_000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

const stopping = new AbortController()
const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

try {
  const env = readEnv(process.env)
  const server = await startServer(env, createLog(), stopping.signal)
  console.log(`The Duck is ready at ${server.url}`)
  if (env.auth.mode === 'local' && !LOOPBACK.has(env.host))
    console.log(`HOST is ${env.host}: whoever reaches this machine can read and write every chat.`)
  await stopped
  console.log('Stopping …')
  setTimeout(() => process.exit(1), STOP_MS).unref()
  await server.close()
  console.log('Stopped.')
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(
      error instanceof EnvError ? `The settings cannot be used:\n${error.message}` : sentence(error),
    )
    process.exitCode = 1
  }
}

/** An operator needs the sentence, not the stack; an error that has none of ours is shown whole. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const ours =
    error.name === 'EmbeddedPostgresError' ||
    error.stack === undefined ||
    /^[A-Z].*[.?]$/s.test(error.message)
  return ours ? error.message : (error.stack ?? error.message)
}

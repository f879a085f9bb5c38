import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { openDatabase } from './database/open-database.ts'
import { readEnv } from './env.ts'
import { choosePort } from './http/choose-port.ts'

// `pnpm dev`: a database that outlives the server's restarts, and free ports so that two clones run side by side.
const TURBO = fileURLToPath(new URL('../../../node_modules/.bin/turbo', import.meta.url))

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

try {
  process.exitCode = await develop()
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

async function develop(): Promise<number> {
  const env = readEnv(process.env)
  const database = await openDatabase(env, stopping.signal)
  try {
    const webPort = await choosePort(env.port)
    const apiPort = await choosePort(0)
    console.log(`\nThe Duck, for development: http://127.0.0.1:${webPort}\n`)
    return await runTurbo({
      DATABASE_URL: database.url,
      ...(database.ownerUrl === null ? {} : { DATABASE_ADMIN_URL: database.ownerUrl }),
      DUCK_SECRET: database.secret,
      PORT: String(apiPort),
      DUCK_API_PORT: String(apiPort),
      DUCK_WEB_PORT: String(webPort),
    })
  } finally {
    await database.stop()
  }
}

async function runTurbo(variables: Record<string, string>): Promise<number> {
  const turbo = spawn(TURBO, ['run', 'dev', '--output-logs=new-only'], {
    env: { ...process.env, ...variables, TURBO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  stopping.signal.addEventListener('abort', () => turbo.kill('SIGINT'))
  const [code] = await once(turbo, 'close')
  return stopping.signal.aborted ? 0 : Number(code ?? 1)
}

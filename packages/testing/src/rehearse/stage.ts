import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { NO_OLLAMA, UNLIMITED } from '../app/model-environment.ts'
import { startApp } from '../app/start-app.ts'
import type { App } from '../app/start-server-process.ts'
import { type Ended, runDuck } from './run-duck.ts'

/** One command that was run. */
export interface Step {
  command: string
  seconds: number
  /** The last line of what it printed. */
  said: string
}

/** The old app's database, the product on it, and the operator's commands. */
export interface Stage extends AsyncDisposable {
  /** The owner's. */
  sql: postgres.Sql
  /** Starts the real server, once. */
  serve: () => Promise<App>
  /** Runs `duck` with these words; throws an Error with all it said when it fails. */
  duck: (...args: string[]) => Promise<Ended>
  steps: Step[]
  /** For files that are handed to commands. */
  folder: string
}

const ENV = { ...NO_OLLAMA, ...UNLIMITED, DUCK_AUTH: 'accounts' }

/** `databaseUrl` is an owner's, to a database without tables, or with the old app's only. */
export async function openStage(databaseUrl: string): Promise<Stage> {
  await using undo = new AsyncDisposableStack()
  const sql = postgres(databaseUrl, { max: 2, onnotice() {} })
  undo.defer(() => sql.end({ timeout: 1 }))
  const folder = await mkdtemp(path.join(tmpdir(), 'duck-rehearse-'))
  undo.defer(() => rm(folder, { recursive: true, force: true }))
  let app: App | undefined
  undo.defer(async () => void (await app?.kill()))
  const steps: Step[] = []
  const env: Record<string, string> = { ...ENV }
  const serve = async () => {
    app ??= await startApp({ databaseUrl, env })
    // Links that commands print lead there.
    env.DUCK_PUBLIC_URL = app.url
    return app
  }
  const duck = async (...args: string[]) => {
    const ended = await runDuck(args, { databaseUrl, env })
    const said = (ended.stdout || ended.stderr).trim().split('\n').at(-1) ?? ''
    const command = ['duck', ...args.map((arg) => path.basename(arg))].join(' ')
    steps.push({ command, seconds: ended.seconds, said })
    if (ended.code !== 0)
      throw new Error(`${command} ended with ${ended.code}: ${ended.stdout}${ended.stderr}`)
    return ended
  }
  const parts = undo.move()
  return { sql, serve, duck, steps, folder, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

import { fileURLToPath } from 'node:url'
import { TEST_SECRET } from '../database/test-secret.ts'
import { type App, startServerProcess } from './start-server-process.ts'

export interface AppOptions {
  /** Without it the server starts its embedded Postgres, in env DUCK_DATA_DIR. */
  databaseUrl?: string
  /** Over this process's own environment; undefined removes a variable. */
  env?: Record<string, string | undefined>
  /** 0 (the default) is a free one. */
  port?: number
}

const MAIN = fileURLToPath(new URL('../../../../apps/server/dist/main.js', import.meta.url))
// What a developer has set for their own Duck must not change a test.
const OURS = /^(DATABASE_|DUCK_|OPENAI_|ANTHROPIC_|OLLAMA_|PORT$|HOST$)/

/**
 * Runs the real server as a process and waits until it serves (30 s). It dies with this process.
 * Throws an Error with all it printed when it ends or stays silent instead.
 */
export function startApp(options: AppOptions = {}): Promise<App> {
  return startServerProcess(MAIN, appEnvironment(options))
}

/** The environment the server gets: ours without what concerns a Duck, then what the options say. */
export function appEnvironment({ databaseUrl, env, port = 0 }: AppOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, DUCK_SECRET: TEST_SECRET }
  const own = { PORT: String(port), ...database }
  return { ...Object.fromEntries(inherited), ...own, ...env }
}

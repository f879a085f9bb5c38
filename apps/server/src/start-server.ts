import { readFile } from 'node:fs/promises'
import { startChat } from '@duck/chat'
import { createModels } from '@duck/llm'
import { createMetrics } from '@duck/metrics'
import { connect, ping } from '@duck/store'
import type { Logger } from 'pino'
import { openDatabase } from './database/open-database.ts'
import type { Env } from './env.ts'
import { createHttp } from './http/create-http.ts'
import { serveWebSockets } from './http/web-socket.ts'

// Until there are accounts everybody is this user.
const ACTOR = { userId: 'local' }

export interface RunningServer {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Refuses new work, ends the answers as interrupted, then gives everything back. */
  close(): Promise<void>
}

/**
 * Opens the database, brings it up to date and serves.
 *
 * @throws Error a sentence for the operator; nothing is left behind. The signal's reason when it was aborted.
 */
export async function startServer(env: Env, log: Logger, signal: AbortSignal): Promise<RunningServer> {
  await using undo = new AsyncDisposableStack()
  const metrics = createMetrics()
  const database = await openDatabase(env, signal)
  undo.defer(() => database.stop())
  const db = await connect(database.url, { metrics, listenUrl: database.listenUrl })
  undo.defer(() => db.close())
  const models = createModels(env.models)
  const chat = await startChat({
    db,
    models,
    log,
    serverVersion: await ownVersion(),
    ...(env.runningAnswersPerUser === null ? {} : { runningAnswersPerUser: env.runningAnswersPerUser }),
  })
  undo.defer(() => chat.close())
  const context = () => chat.as(ACTOR)
  const { host, metricsToken } = env
  const http = await createHttp({ host, context, log, ready: () => ping(db), metrics, metricsToken })
  undo.defer(() => http.close())
  const sockets = serveWebSockets(http.app.server, env.host, context)
  const address = await http.app.listen({ port: env.port, host: env.host }).catch((error) => {
    throw listenError(error, env)
  })
  signal.throwIfAborted()
  const parts = undo.move()
  return {
    url: `http://127.0.0.1:${new URL(address).port}`,
    async close() {
      http.drain()
      // First the answers, so that the tabs still hear how they ended.
      await chat.close()
      await sockets.close()
      await parts.disposeAsync()
    },
  }
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: unknown }).version)
}

function listenError(error: unknown, { host, port }: Env): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use. Set PORT to another one, 0 for any that is free.`)
  if (code === 'EACCES')
    return new Error(`Port ${port} is not allowed for this user. Set PORT to one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Error(`HOST ${host} is no address of this machine.`)
  return error instanceof Error ? error : new Error('The server cannot listen.')
}

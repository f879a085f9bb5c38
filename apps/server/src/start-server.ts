import { readFile } from 'node:fs/promises'
import { faultOf, startChat } from '@duck/chat'
import { startLegacyWorker } from '@duck/legacy'
import { createModels } from '@duck/llm'
import { createMetrics } from '@duck/metrics'
import { LIMITS } from '@duck/protocol'
import { connect, connectAuth, ping } from '@duck/store'
import type { Logger } from 'pino'
import { createAuth } from './auth/create-auth.ts'
import { Identities } from './auth/identities.ts'
import { installationOf } from './auth/installation.ts'
import { isMeant } from './auth/is-meant.ts'
import { RevokedSockets } from './auth/revoked-sockets.ts'
import { openDatabase } from './database/open-database.ts'
import type { Env } from './env.ts'
import { addressOf } from './http/address-of.ts'
import { CallTurns } from './http/call-turns.ts'
import { createHttp } from './http/create-http.ts'
import { serveWebSockets } from './http/web-socket.ts'
import { listenError } from './listen-error.ts'

/** What a user may have for each WebSocket that the operator lets him have. */
const SUBSCRIPTIONS_OF_SOCKET = LIMITS.subscriptionsPerUser / LIMITS.socketsPerUser
/** Of all callers together; each is worked on for moments. */
const CALLS_AT_ONCE = 64

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
  const db = await connect(database.url, {
    metrics,
    listenUrl: database.listenUrl,
    onShadowDifference: (sessionId) => log.warn({ sessionId }, 'rows differ from the old app’s array'),
  })
  undo.defer(() => db.close())
  const accounts = connectAuth(database.authUrl, metrics)
  undo.defer(() => accounts.close())
  const { auth: settings } = env
  const installation = installationOf(database.secret, settings.publicUrl?.protocol === 'https:')
  const identities = new Identities({ db: accounts, installation, settings })
  const revoked = undo.use(new RevokedSockets(accounts))
  const { mode, guests, oidc } = settings
  const signInOptions = { mode, guests, oidc: oidc && { name: oidc.name } }
  let publicUrl = settings.publicUrl?.origin ?? ''
  const models = createModels(env.models)
  const chat = await startChat({
    db,
    accounts: { db: accounts, options: signInOptions, publicUrl: () => publicUrl },
    onSignedOut(userId) {
      identities.forget(userId)
      void revoked.look(userId)
    },
    models,
    log,
    serverVersion: await ownVersion(),
    ...limitsOf(env),
  })
  undo.defer(() => chat.close())
  const legacyWorker = startLegacyWorker({
    db,
    onProgress: (progress) => metrics.legacyProgress(progress),
    onFailure: (error) => log.warn({ fault: faultOf(error) }, 'legacy worker failed'),
  })
  undo.defer(() => legacyWorker.stop())
  const place = { host: env.host, publicUrl: settings.publicUrl }
  const turns = new CallTurns({
    size: CALLS_AT_ONCE,
    mostOfCaller: env.callsAtOncePerUser ?? LIMITS.callsAtOnce,
  })
  const http = await createHttp({
    place,
    turns,
    callerOf: ({ headers, ip }) => identities.lastKnown(headers) ?? ip,
    trustedProxies: env.trustedProxies,
    callers: {
      async contextOf({ headers }, reply) {
        const actor = await identities.find(headers)
        if (!actor || !isMeant(actor, headers)) return null
        if (reply) revoked.add(reply.raw, actor)
        return chat.as(actor)
      },
      signInOptions,
      log,
    },
    auth: createAuth({ db: accounts, chat, installation, settings }),
    log,
    ready: () => ping(db),
    metrics,
    metricsToken: env.metricsToken,
  })
  undo.defer(() => http.close())
  const from = addressOf(env.trustedProxies)
  const sockets = serveWebSockets(http.app.server, {
    place,
    chat,
    find: (headers) => identities.find(headers),
    onOpen: (socket, actor) => revoked.add(socket, actor),
    turns,
    callerOf: (request) => identities.lastKnown(request.headers) ?? from(request),
    mostOfUser: env.socketsPerUser ?? LIMITS.socketsPerUser,
    common: { signInOptions, log },
  })
  const address = await http.app.listen({ port: env.port, host: env.host }).catch((error) => {
    throw listenError(error, env)
  })
  signal.throwIfAborted()
  const url = `http://127.0.0.1:${new URL(address).port}`
  publicUrl ||= url
  const parts = undo.move()
  return {
    url,
    async close() {
      http.drain()
      // First the answers, so that the tabs still hear how they ended.
      await chat.close()
      await sockets.close()
      await parts.disposeAsync()
    },
  }
}

/** The limits that the operator has set; the product's own are left to it. */
function limitsOf({ runningAnswersPerUser, appendsPerSecond, appendBurst, socketsPerUser }: Env) {
  return {
    ...(runningAnswersPerUser === null ? {} : { runningAnswersPerUser }),
    ...(appendsPerSecond === null ? {} : { appendsPerSecond }),
    ...(appendBurst === null ? {} : { appendBurst }),
    ...(socketsPerUser === null ? {} : { subscriptionsPerUser: socketsPerUser * SUBSCRIPTIONS_OF_SOCKET }),
  }
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: unknown }).version)
}

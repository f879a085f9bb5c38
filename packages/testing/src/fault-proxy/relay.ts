import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, FaultKind } from './faults.ts'
import { readMessages, type WireMessage } from './read-messages.ts'
import { createStatementTexts } from './statement-texts.ts'

export interface RelayOptions {
  client: Socket
  server: Socket
  /** The fault of the next request, which begins with this statement. */
  decide: (sql: string) => Fault | undefined
  /** Resolves when bytes may pass, either way. */
  passable: () => Promise<void>
  /** Told when a fault has happened. */
  injected: (kind: FaultKind) => void
}

/** Messages from one Sync, or simple query, to the next: what Postgres answers with one ReadyForQuery. */
interface Request {
  fault: Fault | undefined
  /** Its Sync or simple query has been passed on, so that Postgres will commit it. */
  passed: boolean
}

interface Relay extends RelayOptions {
  /** Those not answered yet; the last one may still be on its way in. */
  requests: Request[]
  /** The statement that a client's message names. */
  sqlOf: (message: WireMessage) => string
  cut: (kind?: FaultKind) => void
}

const ENCRYPTION_REQUESTS = new Set([80_877_103, 80_877_104])
const NO_ENCRYPTION = Buffer.from('N')
const COMPLETES = new Set(['S', 'Q'])
/** Start-up and password messages, and the end of a connection, belong to no request. */
const NO_REQUEST = new Set(['', 'p', 'X'])

/** Passes messages both ways until either side ends or a fault cuts both. */
export async function relay(options: RelayOptions): Promise<void> {
  const { client, server, injected } = options
  const cut = (kind?: FaultKind) => {
    if (kind) injected(kind)
    client.destroy()
    server.destroy()
  }
  const both: Relay = { ...options, requests: [], sqlOf: createStatementTexts(), cut }
  // A side that is gone takes the other along; what a client sent before is still delivered.
  await Promise.allSettled([
    upstream(both).catch(() => server.end()),
    downstream(both).catch(() => both.cut()),
  ])
  cut()
}

async function upstream(both: Relay): Promise<void> {
  const { client, server, passable } = both
  let started = false
  for await (const messages of readMessages(client, () => !started)) {
    await passable()
    for (const message of messages) {
      if (!started && isEncryptionRequest(message)) {
        client.write(NO_ENCRYPTION)
        continue
      }
      started = true
      if (NO_REQUEST.has(message.type)) server.write(message.bytes)
      else if (!(await passOn(both, message))) return
    }
  }
  server.end()
}

/** False when the connection was cut. */
async function passOn(both: Relay, message: WireMessage): Promise<boolean> {
  const { server, injected, client } = both
  const request = await requestOf(both, both.sqlOf(message))
  const { fault } = request
  if (fault && isCutHere(fault, message)) {
    await fault.first?.()
    injected(fault.kind)
    client.destroy()
    // What was passed on still arrives, so that Postgres executes it and then finds nobody who commits.
    server.end()
    return false
  }
  if (fault && isCutInside(fault, message)) {
    await fault.first?.()
    server.write(message.bytes.subarray(0, message.bytes.length >> 1), () => both.cut(fault.kind))
    return false
  }
  server.write(message.bytes)
  request.passed = COMPLETES.has(message.type)
  return true
}

/** The request that is on its way in, which a message may begin. */
async function requestOf({ requests, decide, injected }: Relay, sql: string): Promise<Request> {
  const last = requests.at(-1)
  if (last && !last.passed) return last
  const begun = { fault: decide(sql), passed: false }
  requests.push(begun)
  if (begun.fault?.kind === 'delay-request') await delay(begun.fault, injected)
  return begun
}

async function downstream(both: Relay): Promise<void> {
  const { client, server, requests, injected, passable } = both
  const held: Buffer[] = []
  for await (const messages of readMessages(server, () => false)) {
    await passable()
    client.cork()
    for (const { type, bytes } of messages) {
      const [request] = requests
      const isLast = type === 'Z' && request?.passed === true
      if (request?.passed && holdsReply(request.fault)) {
        held.push(bytes)
        if (isLast) return cutReply(both, request.fault, Buffer.concat(held))
        continue
      }
      if (isLast) {
        if (request.fault?.kind === 'delay-reply') await delay(request.fault, injected)
        requests.shift()
      }
      client.write(bytes)
    }
    client.uncork()
  }
  client.end()
}

async function cutReply({ client, cut }: Relay, fault: Fault | undefined, reply: Buffer): Promise<void> {
  client.uncork()
  await fault?.first?.()
  if (fault?.kind === 'cut-mid-reply')
    client.write(reply.subarray(0, reply.length >> 1), () => cut('cut-mid-reply'))
  else cut('cut-after-commit')
}

async function delay({ kind, ms = 0, first }: Fault, injected: RelayOptions['injected']): Promise<void> {
  await first?.()
  injected(kind)
  await pause(ms)
}

function isCutHere({ kind }: Fault, { type }: WireMessage): boolean {
  return kind === 'cut-before' || (kind === 'cut-before-commit' && COMPLETES.has(type))
}

function isCutInside({ kind }: Fault, { type }: WireMessage): boolean {
  return kind === 'cut-mid-message' && (type === 'B' || type === 'Q')
}

function holdsReply(fault: Fault | undefined): boolean {
  return fault?.kind === 'cut-after-commit' || fault?.kind === 'cut-mid-reply'
}

function isEncryptionRequest({ bytes }: WireMessage): boolean {
  return ENCRYPTION_REQUESTS.has(bytes.readUInt32BE(4))
}

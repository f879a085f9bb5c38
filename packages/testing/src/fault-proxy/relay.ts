import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, FaultKind } from './faults.ts'
import { readMessages, type WireMessage } from './read-messages.ts'

/** What stands between one client and its Postgres. */
export interface Relay {
  client: Socket
  server: Socket
  /** The fault of the next request. */
  decide: () => Fault | undefined
  /** Told when a fault has happened. */
  injected: (kind: FaultKind) => void
}

/** Messages from one Sync, or simple query, to the next: what Postgres answers with one ReadyForQuery. */
interface Request {
  fault: Fault | undefined
  /** Its Sync or simple query has been passed on, so that Postgres will commit it. */
  passed: boolean
}

const ENCRYPTION_REQUESTS = new Set([80_877_103, 80_877_104])
const NO_ENCRYPTION = Buffer.from('N')
const COMPLETES = new Set(['S', 'Q'])
/** Start-up and password messages, and the end of a connection, belong to no request. */
const NO_REQUEST = new Set(['', 'p', 'X'])

/** Passes messages both ways until either side ends or a fault cuts both. */
export async function relay({ client, server, decide, injected }: Relay): Promise<void> {
  const requests: Request[] = []
  const cut = (kind?: FaultKind) => {
    if (kind) injected(kind)
    client.destroy()
    server.destroy()
  }
  // A side that is gone takes the other along; what a client sent before is still delivered.
  await Promise.allSettled([upstream().catch(() => server.end()), downstream().catch(() => cut())])
  cut()

  async function upstream(): Promise<void> {
    let started = false
    let sending: Request | undefined
    for await (const messages of readMessages(client, () => !started)) {
      for (const message of messages) {
        if (!started && isEncryptionRequest(message)) {
          client.write(NO_ENCRYPTION)
          continue
        }
        started = true
        if (NO_REQUEST.has(message.type)) {
          server.write(message.bytes)
          continue
        }
        if (!sending) {
          sending = { fault: decide(), passed: false }
          requests.push(sending)
          if (sending.fault?.kind === 'delay-request') await delay(sending.fault)
        }
        const { fault } = sending
        if (isCutHere(fault, message)) return cutUpstream(fault?.kind)
        if (isCutInside(fault, message)) return cutInside(message)
        server.write(message.bytes)
        if (!COMPLETES.has(message.type)) continue
        sending.passed = true
        sending = undefined
      }
    }
    server.end()
  }

  // What was passed on still arrives, so that Postgres executes it and then finds nobody who commits.
  function cutUpstream(kind?: FaultKind): void {
    if (kind) injected(kind)
    client.destroy()
    server.end()
  }

  function cutInside({ bytes }: WireMessage): void {
    server.write(bytes.subarray(0, bytes.length >> 1), () => cut('cut-mid-message'))
  }

  async function downstream(): Promise<void> {
    let held: Buffer[] = []
    for await (const messages of readMessages(server, () => false)) {
      client.cork()
      for (const { type, bytes } of messages) {
        const [request] = requests
        const isLast = type === 'Z' && request?.passed
        if (request?.passed && holdsReply(request.fault)) {
          held.push(bytes)
          if (isLast) return cutReply(request.fault, Buffer.concat(held))
          continue
        }
        if (isLast) {
          if (request.fault?.kind === 'delay-reply') await delay(request.fault)
          requests.shift()
          held = []
        }
        client.write(bytes)
      }
      client.uncork()
    }
    client.end()
  }

  function cutReply(fault: Fault | undefined, reply: Buffer): void {
    if (fault?.kind === 'cut-mid-reply') {
      client.uncork()
      client.write(reply.subarray(0, reply.length >> 1), () => cut('cut-mid-reply'))
    } else cut('cut-after-commit')
  }

  async function delay({ kind, ms = 0 }: Fault): Promise<void> {
    injected(kind)
    await pause(ms)
  }
}

function isCutHere(fault: Fault | undefined, { type }: WireMessage): boolean {
  return fault?.kind === 'cut-before' || (fault?.kind === 'cut-before-commit' && COMPLETES.has(type))
}

function isCutInside(fault: Fault | undefined, { type }: WireMessage): boolean {
  return fault?.kind === 'cut-mid-message' && (type === 'B' || type === 'Q')
}

function holdsReply(fault: Fault | undefined): boolean {
  return fault?.kind === 'cut-after-commit' || fault?.kind === 'cut-mid-reply'
}

function isEncryptionRequest({ bytes }: WireMessage): boolean {
  return ENCRYPTION_REQUESTS.has(bytes.readUInt32BE(4))
}

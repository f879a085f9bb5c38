import { uuidv7 } from '@duck/protocol'
import type { FloodCounts, FloodName, FloodTarget } from './flood-protocol.ts'
import { floodFrames, floodUpgrades } from './flood-socket.ts'
import { floodConnection, rawPost } from './raw-connection.ts'

type Flood = (target: FloodTarget, counts: FloodCounts) => Disposable[]

const CONNECTIONS = 32
const SOCKETS = 8
const UPGRADES_AT_ONCE = 8
// As long as a text to search for may be; it begins as every message does, and is in none.
const LONG_QUERY = 'quack the pond '.repeat(682)

export const FLOOD_WITH: Record<FloodName, Flood> = {
  'appends-http': (target, counts) =>
    times(CONNECTIONS, () => post(target, '/trpc/message.append', () => draft(target), counts)),
  'appends-ws': (target, counts) => times(SOCKETS, () => floodFrames(target, () => draft(target), counts)),
  lists: (target, counts) =>
    times(CONNECTIONS, () =>
      // Queries whose input is long come as POSTs.
      post(target, '/trpc/message.list', () => ({ sessionId: target.sessionId, limit: 200 }), counts),
    ),
  searches: (target, counts) =>
    times(CONNECTIONS, () => post(target, '/trpc/message.search', () => ({ query: LONG_QUERY }), counts)),
  sockets: (target, counts) => times(UPGRADES_AT_ONCE, () => floodUpgrades(target, counts)),
  'sign-ins': (target, counts) =>
    times(CONNECTIONS, () =>
      post(
        target,
        '/api/auth/sign-in/email',
        () => ({ email: 'duck@pond.example', password: uuidv7() }),
        counts,
      ),
    ),
}

function draft({ sessionId }: FloodTarget): object {
  return { sessionId, id: uuidv7(), role: 'user', content: 'Quack'.repeat(40) }
}

function post(target: FloodTarget, path: string, input: () => object, counts: FloodCounts): Disposable {
  const next = () => rawPost({ ...target, path }, JSON.stringify(input()))
  return floodConnection(target.url, next, counts)
}

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make)
}

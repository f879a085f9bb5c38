import { WebSocket } from 'ws'
import type { FloodCounts, FloodTarget } from './flood-protocol.ts'

const CALLS_AT_ONCE = 50

/** A WebSocket on which so many appends are always under way, a frame each. */
export function floodFrames(
  { url, authorization }: FloodTarget,
  nextInput: () => object,
  counts: FloodCounts,
): Disposable {
  const socket = open(url, authorization)
  let id = 0
  const send = () =>
    socket.send(
      JSON.stringify({
        id: ++id,
        method: 'mutation',
        params: { path: 'message.append', input: nextInput() },
      }),
    )
  socket.on('open', () => {
    for (let call = 0; call < CALLS_AT_ONCE; call++) send()
  })
  socket.on('message', (data: Buffer) => {
    counts.answered++
    if (data.includes('TOO_MANY_REQUESTS')) counts.refused++
    if (socket.readyState === WebSocket.OPEN) send()
  })
  return { [Symbol.dispose]: () => socket.terminate() }
}

/** Opens WebSockets one after another, subscribes on each, keeps them while it may, and closes the oldest when it may not. */
export function floodUpgrades({ url, authorization }: FloodTarget, counts: FloodCounts): Disposable {
  const kept: WebSocket[] = []
  let stopped = false
  const next = () => {
    if (stopped) return
    const socket = open(url, authorization)
    const answered = () => {
      counts.answered++
      setImmediate(next)
    }
    socket.on('open', () => {
      kept.push(socket)
      socket.send('{"id":1,"method":"subscription","params":{"path":"sync.subscribe","input":{}}}')
      answered()
    })
    socket.on('unexpected-response', () => {
      counts.refused++
      socket.terminate()
      kept.shift()?.terminate()
      answered()
    })
  }
  next()
  return {
    [Symbol.dispose]() {
      stopped = true
      for (const socket of kept) socket.terminate()
    },
  }
}

function open(url: string, authorization: string): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, {
    headers: { authorization },
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })
  socket.on('error', () => {})
  return socket
}

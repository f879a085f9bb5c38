import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Call } from './call-http.ts'
import { codeIn, fieldsOf, type Outcome, withoutSent } from './outcome.ts'

/** A WebSocket on which tRPC's protocol is spoken by hand. */
export interface Wire extends AsyncDisposable {
  /** The answer to a call; of a subscription the first event, or the error, and it is ended. */
  call(call: Call): Promise<Outcome>
  /** Begins a subscription; everything it says goes to `heard`. */
  subscribe(name: string, input: object, heard: (text: string) => void): void
  /** The code the socket was closed with. */
  closed: Promise<number>
}

/** Opens one, with these headers and maybe a token in its first message. */
export async function openWire(url: string, headers: Record<string, string>, token?: string): Promise<Wire> {
  const params = token === undefined ? '' : '?connectionParams=1'
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc${params}`, { headers })
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  if (token !== undefined) socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }))
  const listeners = new Map<number, (text: string) => void>()
  socket.on('error', () => {})
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    if (text === 'PING') return socket.send('PONG')
    listeners.get(Number(fieldsOf(JSON.parse(text)).id))?.(text)
  })
  let last = 0
  const send = ({ name, type, input }: Call, heard: (text: string) => void) => {
    last++
    listeners.set(last, heard)
    socket.send(JSON.stringify({ id: last, method: type, params: { path: name, input } }))
    return last
  }
  return {
    closed,
    call: (call) =>
      new Promise((resolve, reject) => {
        void closed.then((code) => reject(new Error(`The socket was closed with ${code}.`)))
        const id = send(call, (text) => {
          const frame = fieldsOf(JSON.parse(text))
          if (fieldsOf(frame.result).type === 'started') return
          listeners.delete(id)
          if (call.type === 'subscription') socket.send(JSON.stringify({ id, method: 'subscription.stop' }))
          const said = text.replace(`"id":${id}`, '"id":0')
          resolve({ code: codeIn(frame), status: 0, headers: {}, text: withoutSent(said, call.input) })
        })
      }),
    subscribe: (name, input, heard) => void send({ name, type: 'subscription', input }, heard),
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed
    },
  }
}

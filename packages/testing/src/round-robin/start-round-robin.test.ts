import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startRoundRobin } from './start-round-robin.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each()
})

const portOf = (server: Server | WebSocketServer) => (server.address() as AddressInfo).port

/** A server that says its name to whoever connects, then what it is told. */
async function named(name: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write(name)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.push(() => server.close())
  return server
}

async function proxyTo(ports: () => readonly number[]) {
  const proxy = await startRoundRobin(ports)
  cleanUp.push(() => proxy[Symbol.asyncDispose]())
  return proxy
}

/** Who answers a new connection: the name it says, and our port. */
async function ask(url: string): Promise<{ name: string; port: number }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  cleanUp.push(() => socket.destroy())
  const name = await Promise.race([
    once(socket, 'data').then(([data]) => String(data)),
    once(socket, 'close').then(() => 'nobody'),
  ])
  return { name, port: socket.localPort ?? 0 }
}

test('each new connection goes to the next server, which can be told by its port', async () => {
  const [a, b] = [await named('a'), await named('b')]
  const proxy = await proxyTo(() => [portOf(a), portOf(b)])
  const answers = [await ask(proxy.url), await ask(proxy.url), await ask(proxy.url)]
  expect(answers.map(({ name }) => name)).toEqual(['a', 'b', 'a'])
  expect(answers.map(({ port }) => proxy.serverOf(port))).toEqual([portOf(a), portOf(b), portOf(a)])
  expect(proxy.serverOf(1)).toBeUndefined()
})

test('a server that is down is passed over, and one that comes later takes its turn', async () => {
  const [a, gone] = [await named('a'), await named('gone')]
  const down = portOf(gone)
  gone.close()
  let ports = [down, portOf(a)]
  const proxy = await proxyTo(() => ports)
  expect([(await ask(proxy.url)).name, (await ask(proxy.url)).name]).toEqual(['a', 'a'])
  ports = [portOf(await named('new')), portOf(a)]
  expect((await ask(proxy.url)).name).toBe('new')
})

test('where no server is up the connection is closed', async () => {
  const proxy = await proxyTo(() => [])
  expect((await ask(proxy.url)).name).toBe('nobody')
})

test('a WebSocket passes, and its end reaches the other side whoever ends it', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  cleanUp.push(() => server.close())
  const proxy = await proxyTo(() => [portOf(server)])
  for (const ender of ['client', 'server'] as const) {
    const connected = once(server, 'connection') as Promise<[WebSocket]>
    const client = new WebSocket(proxy.url.replace('http', 'ws'))
    const [[peer]] = await Promise.all([connected, once(client, 'open')])
    const heard = once(client, 'message')
    peer.send('hello')
    expect(String((await heard)[0])).toBe('hello')
    const [ending, other] = ender === 'client' ? [client, peer] : [peer, client]
    const closed = once(other, 'close')
    ending.terminate()
    await closed
  }
})

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

/** A bare HTTP server on a free loopback port, for what no model server would answer. */
export async function startHttpServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  const close = async () => {
    server.close()
    server.closeAllConnections()
  }
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** The port wanted when it is free on loopback, else any that is. */
export async function choosePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await choosePort(0))
}

async function tryPort(port: number): Promise<number | null> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    const address = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return address.port
  } catch {
    return null
  }
}

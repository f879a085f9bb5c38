import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

const TABLE = '/proc/net/tcp'
const ESTABLISHED = '01'

/** Whether the system tells what `isEstablished` asks. */
export const tellsConnections = existsSync(TABLE)

/** Whether the server's end of a connection on 127.0.0.1 is open; the client may not know yet that it is not. */
export async function isEstablished(serverPort: number, clientPort: number): Promise<boolean> {
  const lines = (await readFile(TABLE, 'utf8')).split('\n').map((line) => line.trim().split(/\s+/))
  return lines.some(
    ([, local, remote, state]) =>
      state === ESTABLISHED && endsWithPort(local, serverPort) && endsWithPort(remote, clientPort),
  )
}

function endsWithPort(address: string | undefined, port: number): boolean {
  return address?.endsWith(`:${port.toString(16).toUpperCase().padStart(4, '0')}`) ?? false
}

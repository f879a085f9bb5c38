import { connect, type Socket } from 'node:net'
import type { FloodCounts } from './flood-protocol.ts'

/** A request as it goes over the wire, made before the flood: its sender is not to be what is measured. */
export function rawPost(
  { url, path, authorization }: { url: string; path: string; authorization: string },
  body: string,
): Buffer {
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${new URL(url).host}`,
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}

const STATUS = /HTTP\/1\.1 (\d+) /g
const TOO_MANY = '429'

/** One connection that sends the next request as soon as one is answered, and opens itself anew when it is closed. */
export function floodConnection(url: string, next: () => Buffer, counts: FloodCounts): Disposable {
  let stopped = false
  let socket: Socket
  const open = () => {
    socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(next()))
    socket.on('error', () => {})
    socket.on('data', (data: Buffer) => {
      for (const [, status] of data.toString('latin1').matchAll(STATUS)) {
        counts.answered++
        if (status === TOO_MANY) counts.refused++
        if (!stopped) socket.write(next())
      }
    })
    socket.on('close', () => {
      if (!stopped) setImmediate(open)
    })
  }
  open()
  return {
    [Symbol.dispose]() {
      stopped = true
      socket.destroy()
    },
  }
}

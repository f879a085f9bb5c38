import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorCode } from '@duck/protocol'

type Refusal = [status: number, code: ErrorCode, message: string]

const REFUSALS: Partial<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: [431, 'PAYLOAD_TOO_LARGE', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'BAD_REQUEST', 'The request took too long.'],
}
const BROKEN: Refusal = [400, 'BAD_REQUEST', 'The request is not valid HTTP.']

/** Answers what Node could not read as a request, in the words of every other error, and ends the connection. */
export function refuseClient(error: Error & { code?: string }, socket: Socket): void {
  const [status, code, message] = REFUSALS[error.code ?? ''] ?? BROKEN
  const body = JSON.stringify({ error: { code, message } })
  if (error.code !== 'ECONNRESET' && socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  socket.destroy()
}

import type { Socket } from 'node:net'

/** One message of the Postgres wire protocol, version 3, with its type and length before it. */
export interface WireMessage {
  /** `''` for the messages a connection begins with, which have no type. */
  type: string
  bytes: Buffer
}

const TYPE_BYTES = 1
const LENGTH_BYTES = 4

/**
 * Whole messages as they come in, those of one packet together. `untyped` says of how the next message begins; a
 * client's first ones have no type.
 */
export async function* readMessages(
  socket: Socket,
  untyped: () => boolean,
): AsyncGenerator<Generator<WireMessage>> {
  let pending: Buffer = Buffer.alloc(0)
  function* take(): Generator<WireMessage> {
    for (;;) {
      const typeBytes = untyped() ? 0 : TYPE_BYTES
      if (pending.length < typeBytes + LENGTH_BYTES) return
      const size = typeBytes + pending.readUInt32BE(typeBytes)
      if (pending.length < size) return
      const bytes = pending.subarray(0, size)
      pending = pending.subarray(size)
      yield { type: bytes.toString('latin1', 0, typeBytes), bytes }
    }
  }
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    yield take()
  }
}

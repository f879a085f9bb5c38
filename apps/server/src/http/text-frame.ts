const FINAL_TEXT = 0x81
const SHORT_BYTES = 125
const SHORT_HEADER = 2
const MEDIUM_BYTES = 0xffff
const MEDIUM_HEADER = 4
const MEDIUM_MARK = 126
const LONG_HEADER = 10
const LONG_MARK = 127

const frames = new WeakSet<Uint8Array>()

/** A server's whole WebSocket frame with this text (RFC 6455, 5.2), which can go to many sockets as it is. */
export function textFrame(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.byteLength(text)
  const header = bytes <= SHORT_BYTES ? SHORT_HEADER : bytes <= MEDIUM_BYTES ? MEDIUM_HEADER : LONG_HEADER
  const frame = Buffer.allocUnsafe(header + bytes)
  frame[0] = FINAL_TEXT
  if (header === SHORT_HEADER) frame[1] = bytes
  else if (header === MEDIUM_HEADER) {
    frame[1] = MEDIUM_MARK
    frame.writeUInt16BE(bytes, 2)
  } else {
    frame[1] = LONG_MARK
    frame.writeBigUInt64BE(BigInt(bytes), 2)
  }
  frame.write(text, header)
  frames.add(frame)
  return frame
}

/** Whether it came from `textFrame`: other bytes are a message, not a frame. */
export function isTextFrame(data: unknown): data is Buffer {
  return data instanceof Uint8Array && frames.has(data)
}

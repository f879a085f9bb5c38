/** How long a client may take, in milliseconds. */
export interface HostTimes {
  /** From the opening of a connection, or a request's first byte, to the end of its headers. */
  headersMs: number
  /** To the end of its body. */
  requestMs: number
  /** How often it is looked who took longer. */
  checkMs: number
  /** Without a byte either way while a request is under way. */
  silenceMs: number
  /** Between two requests; longer than the minute for which proxies keep theirs. */
  keepAliveMs: number
}

export const HOST_TIMES: HostTimes = {
  headersMs: 20_000,
  requestMs: 30_000,
  checkMs: 5_000,
  silenceMs: 60_000,
  keepAliveMs: 65_000,
}

/** Twice the tabs that one process is measured with; beyond it a connection is closed at once. */
export const MOST_CONNECTIONS = 20_000

const HEADER_BYTES = 16 * 1024

/** Them as Node's HTTP server, and Fastify above it, take them. */
export function hostLimits(times: HostTimes) {
  return {
    http: {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      connectionsCheckingInterval: times.checkMs,
    },
    requestTimeout: times.requestMs,
    connectionTimeout: times.silenceMs,
    keepAliveTimeout: times.keepAliveMs,
  }
}

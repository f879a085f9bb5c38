import { setTimeout as pause } from 'node:timers/promises'
import { TRPCClientError } from '@trpc/client'

const PAUSE_MS = 100

/** Makes a call that may be repeated until it is answered, at most `ms` long; a 4xx is thrown at once. */
export async function patiently<Value>(ms: number, call: () => Promise<Value>): Promise<Value> {
  const giveUpAt = performance.now() + ms
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (isRefusal(error) || performance.now() > giveUpAt) throw error
    }
    await pause(PAUSE_MS)
  }
}

function isRefusal(error: unknown): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined
  if (typeof data !== 'object' || data === null || !('httpStatus' in data)) return false
  const status = Number(data.httpStatus)
  return status >= 400 && status < 500 && status !== 429
}

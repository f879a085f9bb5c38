import type { DuckError } from '@duck/protocol'
import { getTRPCErrorShape, TRPCError } from '@trpc/server'
import { appRouter } from '../app-router.ts'

/** A call over a WebSocket that is not made; `id` is null where no single one is meant. */
export interface Refused {
  id: string | number | null
  path?: string | undefined
}

/** The message with which such a call is answered, in the words of every other error. */
export function refusedCall({ id, path }: Refused, error: DuckError): object {
  return {
    id,
    error: getTRPCErrorShape({
      config: appRouter._def._config,
      error: new TRPCError({ code: error.code, message: error.message, cause: error }),
      type: 'unknown',
      path,
      input: undefined,
      ctx: undefined,
    }),
  }
}

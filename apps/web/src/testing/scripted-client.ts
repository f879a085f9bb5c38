import { createTRPCClient, type Operation, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../lib/app-router.ts'

/** Answers a call; a thrown or rejected value is the call's error. */
export type Answer = (op: Pick<Operation, 'path' | 'input'>) => Promise<unknown>

/** A client without a network: `links` stand before, `answer` speaks for the server. For tests. */
export function scriptedClient(answer: Answer, links: TRPCLink<AppRouter>[] = []) {
  const last: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        Promise.resolve(answer(op)).then(
          (data) => {
            observer.next({ result: { type: 'data', data } })
            observer.complete()
          },
          (error) => observer.error(TRPCClientError.from(error)),
        )
      })
  return createTRPCClient<AppRouter>({ links: [...links, last] })
}

/** An error as the server sends it. */
export function refusal(code: string) {
  return { error: { code: -32000, message: code, data: { code, httpStatus: 400 } } }
}

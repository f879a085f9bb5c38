import { must } from '@duck/protocol'
import type { AppendWay } from '../variants/append-ways.ts'
import { createTurns } from './create-turns.ts'
import { errorLine } from './error-line.ts'
import { startWorker, type Worker } from './start-worker.ts'
import type { Target } from './target.ts'

/**
 * Processes that embed the store, one for each of `ways`, for as many users as wanted. One that ends is started again.
 */
export async function startStoreWorkers(url: string, ways: readonly AppendWay[]): Promise<Target> {
  const processes = ways.length
  const workers: Worker[] = []
  const expected = new WeakSet<Worker>()
  const crashes: string[] = []
  const inTurn = createTurns()
  const start = async (place: number) => {
    const worker = await startWorker({ url, appendWay: must(ways[place], 'a way') })
    workers[place] = worker
    void worker.exited.then((output) => {
      if (expected.has(worker)) return
      crashes.push(errorLine(output))
      void inTurn(place, () => start(place))
    })
  }
  const stop = async (place: number) => {
    const worker = at(place)
    expected.add(worker)
    await worker.kill()
  }
  const at = (route: number) => must(workers[route % processes], 'a worker')
  const places = Array.from({ length: processes }, (_, place) => place)
  await Promise.all(places.map(start))
  return {
    append: (route, input) => at(route).ask({ verb: 'append', input }),
    list: (route, input) => at(route).ask({ verb: 'list', input }),
    createSession: (route, input) => at(route).ask({ verb: 'create-session', input }),
    processes,
    kill: (place) =>
      inTurn(place, async () => {
        await stop(place)
        await start(place)
      }),
    crashes: () => crashes,
    async [Symbol.asyncDispose]() {
      await Promise.all(places.map((place) => inTurn(place, () => stop(place))))
    },
  }
}

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { QUICK_START } from '../../app/quick-start.ts'
import type { Outcome } from '../history.ts'
import { HANGS_AFTER_MS, HUNG } from './target.ts'
import type { WorkerCall, WorkerReply, WorkerSettings } from './worker-protocol.ts'

export interface Worker {
  ask<Value>(call: WorkerCall): Promise<Outcome<Value>>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
  /** Gives what it printed as errors. */
  exited: Promise<string>
}

const MAIN = fileURLToPath(new URL('./worker-main.ts', import.meta.url))

/** Starts a worker and waits until it takes calls. It ends with this process. */
export async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const child = fork(MAIN, {
    env: { ...process.env, DUCK_HISTORY_WORKER: JSON.stringify(settings) },
    execArgv: QUICK_START,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>()
  const ready = Promise.withResolvers<void>()
  const exited = Promise.withResolvers<string>()
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  child.on('message', (reply: WorkerReply) => {
    if (reply === 'ready') return ready.resolve()
    waiting.get(reply.number)?.(reply.outcome)
  })
  child.once('close', () => {
    for (const settle of waiting.values()) settle({ kind: 'unknown', code: 'PROCESS_DIED' })
    ready.reject(new Error('a worker ended before it was ready'))
    exited.resolve(errors)
  })
  let number = 0
  const ask = (call: WorkerCall) => {
    const own = number++
    const answer = Promise.withResolvers<Outcome<unknown>>()
    waiting.set(own, answer.resolve)
    if (child.connected) child.send({ ...call, number: own }, () => {})
    else answer.resolve({ kind: 'unknown', code: 'PROCESS_AWAY' })
    const timer = setTimeout(() => answer.resolve({ kind: 'unknown', code: HUNG }), HANGS_AFTER_MS)
    return answer.promise.finally(() => {
      clearTimeout(timer)
      waiting.delete(own)
    })
  }
  await ready.promise
  return {
    // The worker is ours: it answers each verb with that verb's value.
    ask: ask as Worker['ask'],
    async kill() {
      child.kill('SIGKILL')
      await exited.promise
    },
    exited: exited.promise,
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { QUICK_START } from '../../app/quick-start.ts'

/** A program of the bench's in a process of its own, which it cannot outlive: it ends when the channel closes. */
export interface HelperProcess<Request, Reply> extends AsyncDisposable {
  pid: number
  /** The first thing it said. */
  greeting: Reply
  /** One request at a time; rejects when the process ends instead. */
  ask(request: Request): Promise<Reply>
}

/** Starts it and waits until it says the first thing. */
export async function startHelper<Request extends object, Reply>(
  main: URL,
  execArgv: readonly string[] = [],
): Promise<HelperProcess<Request, Reply>> {
  const child = fork(main, {
    execArgv: [...QUICK_START, ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const said = () => nextReply<Reply>(child)
  const greeting = await said()
  return {
    pid: child.pid ?? 0,
    greeting,
    ask(request) {
      const reply = said()
      child.send(request)
      return reply
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function nextReply<Reply>(child: ChildProcess): Promise<Reply> {
  const stop = new AbortController()
  const { signal } = stop
  try {
    const reply = once(child, 'message', { signal })
    const exit = once(child, 'exit', { signal }).then(() => {
      throw new Error('a process of the bench ended early')
    })
    // The one that loses is aborted, and nobody hears of it.
    exit.catch(() => {})
    const [message] = await Promise.race([reply, exit])
    return message as Reply
  } finally {
    stop.abort()
  }
}

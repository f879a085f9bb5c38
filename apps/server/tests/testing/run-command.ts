import { spawn } from 'node:child_process'
import path from 'node:path'
import { must } from '@duck/protocol'
import { NO_OLLAMA } from '@duck/testing/app'
import { whenWeDie } from '@duck/testing/database'

export interface RunningCommand extends AsyncDisposable {
  /** What the ready pattern's first group matched. */
  url: string
  output(): string
  /** To the whole process group, as a terminal's Ctrl-C does; then waits for the end of the command. */
  signal(name: NodeJS.Signals): Promise<void>
}

const KILL_GROUP = 'kill -s KILL -- "-$0"'

/** What a script runner adds for the scripts it runs; pnpm tells them not to install, for one. */
const ADDED =
  /^(npm_(?!config_)|npm_config_local_prefix$|pnpm_|PNPM_PACKAGE_NAME$|INIT_CWD$|NODE$|NODE_COMPILE_CACHE$|TURBO_|VITEST)/

/** Free ports, no real model of this machine's, and nothing of the developer's own Duck. */
const VARIABLES = { PORT: '0', DATABASE_URL: '', DUCK_DATA_DIR: '', ...NO_OLLAMA }

/** Runs a command until it printed what `ready` matches. Throws with all it printed when it ends before. */
export async function runCommand(
  [program = '', ...args]: string[],
  cwd: string,
  ready: RegExp,
): Promise<RunningCommand> {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  const child = spawn(program, args, {
    cwd,
    env: { ...shellEnvironment(), ...VARIABLES },
    detached: true,
    stdio,
  })
  const pid = must(child.pid, `the process of ${program}`)
  const guard = whenWeDie(KILL_GROUP, [String(pid)])
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = Promise.withResolvers<string>()
  let output = ''
  const take = (chunk: Buffer) => {
    output += chunk.toString()
    const match = ready.exec(output)?.[1]
    if (match) url.resolve(match)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  void ended.then(() => {
    guard.cancel()
    url.reject(new Error(`${program} ${args.join(' ')} ended early. It printed:\n${output}`))
  })
  const signal = async (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, name)
    await ended
  }
  return {
    url: await url.promise,
    output: () => output,
    signal,
    [Symbol.asyncDispose]: () => signal('SIGINT'),
  }
}

/** Our environment as it was before a script runner ran us: what a person has in the shell of a fresh clone. */
function shellEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ADDED.test(name))
  const folders = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter) }
}

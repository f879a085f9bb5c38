import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { must } from '@duck/protocol'

/** What became of one command. */
export interface Ran {
  command: string
  stdout: string
  /** Of the requests that it made, in order. */
  statuses: number[]
  exit: number
}

const MARK = '---8<---'
/** curl tells each status beside its output, and gives up on what never ends. */
const CURL = `curl() { command curl -sS --max-time 30 -w '%{stderr}status %{http_code}\\n' "$@"; }`

/** Runs the commands one after the other in one bash, in a folder of their own; what one sets, the next ones have. */
export async function runInShell(commands: readonly string[]): Promise<Ran[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'duck-curl-'))
  const marked = commands.flatMap((command) => [command, `echo "${MARK}$?"; echo "${MARK}" >&2`])
  const bash = spawn('bash', ['-c', [CURL, ...marked].join('\n')], { cwd: folder })
  const [out, err] = await Promise.all([text(bash.stdout), text(bash.stderr)])
  await rm(folder, { recursive: true })
  const outs = [...out.matchAll(new RegExp(`([\\s\\S]*?)${MARK}(\\d+)\\n`, 'g'))]
  const errs = err.split(`${MARK}\n`)
  return commands.map((command, n) => {
    const [, stdout = '', exit = ''] = must(outs[n], `an end of ${command} ${err}`)
    const statuses = [...must(errs[n], command).matchAll(/^status (\d+)$/gm)].map(([, status]) =>
      Number(status),
    )
    return { command, stdout, statuses, exit: Number(exit) }
  })
}

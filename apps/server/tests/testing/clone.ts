import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { whenWeDie } from '@duck/testing/database'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const KILL_GROUP = 'kill -s KILL -- "-$0"'
const READY = /The Duck, for development: (http:\/\/127\.0\.0\.1:\d+)[\s\S]*The Duck is ready at/

export interface Clone extends AsyncDisposable {
  /** Where Vite serves the app. */
  url: string
  output(): string
  /** Replaces text in one of the clone's files; throws when it is not there. */
  edit(file: string, from: string, to: string): void
}

/** A copy of the sources with no node_modules, in which `pnpm dev` runs; a port that is taken is no hindrance. */
export async function developInClone(): Promise<Clone> {
  const folder = mkdtempSync(path.join(tmpdir(), 'duck-clone-'))
  for (const file of sources()) cpSync(path.join(ROOT, file), path.join(folder, file))
  const dev = startDev(folder)
  const url = await dev.ready
  return {
    url,
    output: dev.output,
    edit(file, from, to) {
      const target = path.join(folder, file)
      const text = readFileSync(target, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
      writeFileSync(target, text.replace(from, to))
    },
    async [Symbol.asyncDispose]() {
      await dev.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function sources(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return listed.split('\n').filter((file) => file !== '')
}

function startDev(folder: string) {
  const child = spawn('npx', ['-y', 'pnpm@12', 'dev'], {
    cwd: folder,
    env: {
      ...process.env,
      PORT: '',
      DATABASE_URL: '',
      DUCK_DATA_DIR: '',
      OLLAMA_BASE_URL: 'http://127.0.0.1:1',
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const guard = whenWeDie(KILL_GROUP, [String(child.pid)])
  let output = ''
  const ready = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = READY.exec(output)?.[1]
      if (url) ready.resolve(url)
    })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  void closed.then(() => ready.reject(new Error(`pnpm dev ended early. It printed:\n${output}`)))
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    await closed
    guard.cancel()
  }
  return { ready: ready.promise, output: () => output, stop }
}

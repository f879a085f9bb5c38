import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../../../apps/server/', import.meta.url))
const COMPILE = `await import(${JSON.stringify(`${SERVER}dist/start-server.js`)})`

/**
 * Builds the server from the sources as they are, and compiles it into the folder that NODE_COMPILE_CACHE names: Node writes there
 * when a process ends by itself, which a server that a test kills does not.
 *
 * @throws Error with what the build printed.
 */
export async function buildServer(): Promise<void> {
  await run(`${SERVER}node_modules/.bin/vite`, ['build', '--logLevel', 'warn'])
  await run(process.execPath, ['--input-type=module', '-e', COMPILE])
}

async function run(program: string, args: string[]): Promise<void> {
  const child = spawn(program, args, { cwd: SERVER, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}${errors}`)
}

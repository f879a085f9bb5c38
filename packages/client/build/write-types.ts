import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const INDEX = 'client/src/index.d.ts'
const PROTOCOL = 'protocol/src/index.d.ts'
const RPC = 'client/src/rpc/rpc.d.ts'
const EXPANDED_RPC = 'client/build/expanded-rpc.d.ts'
const SPECIFIER = /(from |import\()(['"])([^'"]+)\2/g

/** Writes the declarations of everything that the client's index leads to: plain files that lead nowhere else. */
export async function writeTypes(folder: string): Promise<void> {
  const emitted = await mkdtemp(path.join(tmpdir(), 'duck-types-'))
  try {
    const tsc = path.join(HERE, '../node_modules/.bin/tsc')
    // What a program finds in another package it writes no declarations of.
    const emit = (project: string) =>
      promisify(execFile)(tsc, ['-p', path.join(HERE, project), '--outDir', emitted])
    await Promise.all([emit('tsconfig.json'), emit('protocol.json')])
    await writeClosure(path.join(emitted, 'packages'), path.join(folder, 'types'))
  } finally {
    await rm(emitted, { recursive: true, force: true })
  }
  await writeFile(path.join(folder, 'index.d.ts'), `export * from './types/client/src/index.js'\n`)
}

async function writeClosure(from: string, to: string): Promise<void> {
  const files = [INDEX]
  for (const file of files) {
    const text = await read(from, file)
    const plain = text.replaceAll(SPECIFIER, (_, before: string, quote: string, name: string) => {
      const target = targetOf(file, name)
      if (!files.includes(target)) files.push(target)
      return `${before}${quote}${relative(file, target)}${quote}`
    })
    const place = path.join(to, file)
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, plain)
  }
}

/** The router's type is spelled out, as nobody outside has the router. */
async function read(from: string, file: string): Promise<string> {
  if (file !== RPC) return readFile(path.join(from, file), 'utf8')
  const text = await readFile(path.join(from, EXPANDED_RPC), 'utf8')
  const doc = '/** Every procedure of the server, under its name: `rpc.session.create.mutate({})`. */\n'
  const start = 'export declare const rpc: '
  if (!text.includes(start)) throw new Error(`No router in ${EXPANDED_RPC}`)
  const [, types = ''] = text.split(start)
  return `import type { CallOptions, Listener, Subscription } from './rpc-of.ts'\n${doc}export type Rpc = ${
    types.split('\nexport ')[0]
  }\n`
}

/** @throws Error for what is neither the client's nor the protocol's. */
function targetOf(file: string, name: string): string {
  if (name === '@duck/protocol') return PROTOCOL
  if (!name.startsWith('.')) throw new Error(`${file} leads to ${name}`)
  return path.posix.join(path.posix.dirname(file), name.replace(/\.ts$/, '.d.ts'))
}

function relative(file: string, target: string): string {
  const way = path.posix.relative(path.posix.dirname(file), target).replace(/\.d\.ts$/, '.js')
  return way.startsWith('.') ? way : `./${way}`
}

import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** The JavaScript that a browser has to fetch before the page shows anything. */
export interface FirstLoad {
  /** Sum over the files, as each comes over the wire with gzip. */
  gzipBytes: number
  /** The modules in it, largest first, by their length before they are minified. */
  modules: { name: string; characters: number }[]
}

type Built = Exclude<Awaited<ReturnType<typeof build>>, unknown[] | { close: unknown }>
type Chunk = Extract<Built['output'][number], { type: 'chunk' }>

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the web app in memory (some 2 s); follows the entry's static imports, and nothing that is loaded later. */
export async function buildFirstLoad(): Promise<FirstLoad> {
  const built = await build({ root: ROOT, logLevel: 'error', build: { write: false } })
  const chunks = initialChunks(chunksOf(built))
  return {
    gzipBytes: chunks.reduce((total, { code }) => total + gzipSync(code).length, 0),
    modules: chunks
      .flatMap(({ modules }) => Object.entries(modules))
      .map(([id, { renderedLength }]) => ({ name: shortName(id), characters: renderedLength }))
      .sort((a, b) => b.characters - a.characters),
  }
}

function chunksOf(built: Awaited<ReturnType<typeof build>>): Chunk[] {
  if (Array.isArray(built) || !('output' in built)) throw new Error('Vite built something else than one app.')
  return built.output.filter((file): file is Chunk => file.type === 'chunk')
}

function initialChunks(chunks: readonly Chunk[]): Chunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set(chunks.filter(({ isEntry }) => isEntry))
  // A set gives those that are added while it is walked too.
  for (const { imports } of found)
    for (const name of imports) {
      const chunk = byName.get(name)
      if (chunk) found.add(chunk)
    }
  return [...found]
}

/** Below the package, or below the repository. */
function shortName(id: string): string {
  return id.replace(/^.*\/node_modules\//, '').replace(/^.*\/(?=(apps|packages)\/)/, '')
}

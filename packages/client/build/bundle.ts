import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const INPUT = fileURLToPath(new URL('../src/index.ts', import.meta.url))
/** What may be in it, as parts of the modules' paths. */
const ALLOWED = [
  '/packages/client/src/',
  '/packages/protocol/src/',
  '/@trpc/client/',
  '/@trpc/server/',
  '\0rolldown/',
]
const NEVER = ['/schemas/', '/zod/', '/testing/', '/adapters/']
const BANNER =
  '/*! The Duck, MIT. Holds @trpc/client and parts of @trpc/server, MIT, (c) 2023 Alex Johansson. */'

/**
 * Bundles the client into `index.js`, with all it needs.
 *
 * @throws Error when something of the server gets into it, or something stays outside.
 */
export async function bundle(folder: string): Promise<void> {
  const build = await rolldown({ input: INPUT, platform: 'neutral', logLevel: 'warn' })
  const { output } = await build.write({ file: path.join(folder, 'index.js'), format: 'esm', banner: BANNER })
  await build.close()
  const [chunk, ...more] = output
  const strange = chunk.moduleIds.filter(
    (id) => !ALLOWED.some((part) => id.includes(part)) || NEVER.some((part) => id.includes(part)),
  )
  if (more.length > 0 || chunk.imports.length > 0 || strange.length > 0)
    throw new Error(
      `The bundle is not one module of the client alone: ${[...strange, ...chunk.imports].join(', ')}`,
    )
}

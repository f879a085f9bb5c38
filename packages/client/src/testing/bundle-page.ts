import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const PACKAGE = new URL('../../', import.meta.url)

/** A program of this package, by its path in it, as one module for a page. */
export async function bundlePage(file: string): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL(file, PACKAGE)),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    logLevel: 'warn',
  })
  const { output } = await build.generate({ format: 'esm' })
  await build.close()
  return output[0].code
}

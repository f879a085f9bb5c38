import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const QUICK = JSON.stringify(new URL('./quick-drizzle.ts', import.meta.url).href)

/** What is exported by what we import of Drizzle, and how many of its own imports were looked up in its package.json. */
async function importDrizzle(first: string): Promise<{ names: string[]; lookedUp: number }> {
  const program = `
    import { registerHooks } from 'node:module'
    let lookedUp = 0
    registerHooks({ resolve(specifier, context, next) {
      if (context.parentURL?.includes('/node_modules/drizzle-orm/') && specifier.startsWith('.')) lookedUp++
      return next(specifier, context)
    } })
    ${first}
    const parts = ['drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/postgres-js']
    const names = []
    for (const part of parts) names.push(...Object.keys(await import(part)))
    console.log(JSON.stringify({ names, lookedUp }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  })
  return JSON.parse(stdout)
}

test('Drizzle is the same, and no file of it is looked up in its package.json', async () => {
  const usual = await importDrizzle('')
  expect(usual.lookedUp).toBeGreaterThan(100)
  expect(await importDrizzle(`await import(${QUICK})`)).toEqual({ names: usual.names, lookedUp: 0 })
})

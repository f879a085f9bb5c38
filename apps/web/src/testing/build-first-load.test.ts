import { expect, test, vi } from 'vitest'
import { buildFirstLoad } from './build-first-load.ts'

/** gzip, kB of 1,000 bytes. */
const MOST_KB = 130
const NAMED = 25

test(`the JavaScript before the first paint is at most ${MOST_KB} kB`, async () => {
  // Under a test's own value Vite takes React as it is for development.
  vi.stubEnv('NODE_ENV', 'production')
  const { gzipBytes, modules } = await buildFirstLoad()
  const largest = modules.slice(0, NAMED).map(({ name, characters }) => `${characters} ${name}`)
  expect(modules.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'react-dom/cjs/react-dom-client.production.js',
      'apps/web/src/features/composer/composer.tsx',
    ]),
  )
  expect(gzipBytes / 1_000, `The largest modules, in characters:\n${largest.join('\n')}`).toBeLessThanOrEqual(
    MOST_KB,
  )
})

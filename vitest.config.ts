import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// For the workers and for every server they start: Node then compiles each module once, and not at every start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

// What starts servers, browsers and clones: one file keeps a core busy.
const PRODUCTS = [
  'apps/server/tests/**/*.test.ts',
  'apps/cli/src/**/*.test.ts',
  'packages/testing/src/**/*.{pg,browser}.test.ts',
]
// What asks how long something took has the machine to itself.
const TIMED = [
  'packages/store/src/batch/bad-neighbours.pg.test.ts',
  'packages/store/src/pool/{held-sessions,pool-exhausted,silent-database}.pg.test.ts',
]
const ALL = ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'apps/server/tests/**/*.test.ts']

/** The same for every project. */
const shared = {
  setupFiles: ['packages/testing/src/vitest/leave-no-trace.ts'],
  pool: 'forks',
  // A worker keeps its modules from file to file: importing them anew took longer than most files' tests.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // How long to wait for the thing itself; the machines of CI are small and shared.
  expect: { poll: { timeout: 10_000 } },
} as const

export default defineConfig({
  test: {
    globalSetup: ['packages/testing/src/database/global-setup.ts'],
    projects: [
      {
        test: { ...shared, name: 'products', include: PRODUCTS, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      // They wait for a third of their time.
      {
        test: {
          ...shared,
          name: 'parts',
          include: ALL,
          exclude: [...PRODUCTS, ...TIMED, '**/node_modules/**'],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
    reporters: process.env.DUCK_TEST_REPORT
      ? ['default', ['json', { outputFile: process.env.DUCK_TEST_REPORT }]]
      : ['default'],
  },
})

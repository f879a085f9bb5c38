import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ProductsFirst } from './packages/testing/src/vitest/products-first.ts'

// For the workers and for every server they start: Node then compiles each module once, and not at every start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'apps/server/tests/**/*.test.ts'],
    globalSetup: ['packages/testing/src/database/global-setup.ts'],
    setupFiles: ['packages/testing/src/vitest/leave-no-trace.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A worker keeps its modules from file to file: importing them anew took longer than most files' tests.
    isolate: false,
    sequence: { sequencer: ProductsFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // How long to wait for the thing itself; the machines of CI are small and shared.
    expect: { poll: { timeout: 10_000 } },
    reporters: process.env.DUCK_TEST_REPORT
      ? ['default', ['json', { outputFile: process.env.DUCK_TEST_REPORT }]]
      : ['default'],
  },
})

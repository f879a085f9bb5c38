import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'apps/server/tests/**/*.test.ts'],
    globalSetup: ['packages/testing/src/database/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // How long to wait for the thing itself; the machines of CI are small and shared.
    expect: { poll: { timeout: 10_000 } },
    reporters: process.env.DUCK_TEST_REPORT
      ? ['default', ['json', { outputFile: process.env.DUCK_TEST_REPORT }]]
      : ['default'],
  },
})

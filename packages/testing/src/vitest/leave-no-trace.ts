import { afterAll, vi } from 'vitest'

// The files of a worker share its modules and globals: what one has put in place of others goes with it.
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

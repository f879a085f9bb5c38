import type { Script } from '@duck/testing/model-server'

/** A server for many people, of whom each test can come from an address of its own. */
export const SETTINGS = { DUCK_AUTH: 'accounts', DUCK_TRUSTED_PROXIES: '127.0.0.1' }
export const quick = (): Script => ({ deltas: ['As far ', 'as this'] })

#!/usr/bin/env node
import '@duck/store/quick-drizzle'

// Only now: what is imported above is resolved before any of it runs.
await import('./duck.ts')

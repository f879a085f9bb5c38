// `pnpm dev` runs this from the sources; `pnpm start` runs what is built of serve.ts.
import '@duck/store/quick-drizzle'

// Only now: what is imported above is resolved before any of it runs.
await import('./serve.ts')

import { startEmbeddedPostgres } from '../index.ts'
import type { OwnerReport } from './start-owner.ts'

// A program of its own that owns a data dir, for tests that kill one.
const [dataDir = '', mode = 'hold'] = process.argv.slice(2)

const report = (line: OwnerReport) => void process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const onProgress = (progress: string) => report({ progress })
  const { url, adopted, pid } = await startEmbeddedPostgres({ dataDir, onProgress })
  report({ started: { url, adopted, pid } })
  if (mode === 'hold') setInterval(() => {}, 60_000)
} catch (error) {
  report({ failed: error instanceof Error ? error.message : String(error) })
}

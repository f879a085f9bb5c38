import { renameSync, writeFileSync } from 'node:fs'
import { tidyFile } from './tidy-file.ts'

// Loaded before a server's program: on SIGUSR2 it gives back all memory that it can, and writes what it still holds.
process.on('SIGUSR2', () => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const file = tidyFile(process.pid)
  writeFileSync(`${file}.new`, JSON.stringify(process.memoryUsage()))
  renameSync(`${file}.new`, file)
})

import { rm } from 'node:fs/promises'
import { bundle } from './bundle.ts'
import { writeTypes } from './write-types.ts'

/** Builds what is published into a folder, which it empties: one module and its declarations, which need nothing of ours. */
export async function buildClient(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await Promise.all([bundle(folder), writeTypes(folder)])
}

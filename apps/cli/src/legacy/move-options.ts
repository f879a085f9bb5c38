import type { MoveOptions } from '@duck/legacy'
import type { Context } from '../context.ts'
import { ProgressLine } from './progress.ts'

export const JSON_OPTION = { json: { type: 'boolean', says: 'one object of JSON instead' } } as const

/** Progress and the signal of a command, and what takes the progress away when it is done. */
export function moveOptions(context: Context): {
  options: Required<MoveOptions>
  end: () => void
} {
  const line = new ProgressLine(context)
  return { options: { onProgress: line.tell, signal: context.signal }, end: () => line.end() }
}

import { LIMITS } from '@duck/protocol'
import type { ListInput } from '@duck/store'

/** Indexes `from` up to, not including, `to`. */
export interface Window {
  from: number
  to: number
}

/**
 * The indexes that a page of a session with `count` messages must hold, given texts too short to fill a page by
 * their bytes; undefined for a page around an index, whose halves are the store's choice.
 */
export function pageWindow({ before, after, around, limit }: ListInput, count: number): Window | undefined {
  const most = limit ?? LIMITS.pageDefaultRows
  if (around !== undefined) return undefined
  if (after !== undefined) {
    const from = Math.min(after + 1, count)
    return { from, to: Math.min(from + most, count) }
  }
  const to = Math.min(before ?? count, count)
  return { from: Math.max(0, to - most), to }
}

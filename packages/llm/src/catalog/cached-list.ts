import type { Model } from '@duck/protocol'
import type { Clock } from '../clock.ts'

export interface CachedListOptions {
  clock: Clock
  /** How long a list is good. */
  ttlMs: number
  /** How long a failure counts as an empty list, so that a server started later is found soon. */
  failedTtlMs: number
  load(): Promise<Model[]>
}

/** A list that is asked for at most once a while; callers at the same time share one request. Never rejects. */
export function cachedList(options: CachedListOptions): () => Promise<Model[]> {
  let known: { models: Model[]; until: number } | null = null
  let loading: Promise<Model[]> | null = null
  const refresh = async () => {
    const { models, ttlMs } = await loadOrNothing(options)
    known = { models, until: options.clock.now() + ttlMs }
    loading = null
    return models
  }
  return async () => {
    if (known && options.clock.now() < known.until) return known.models
    loading ??= refresh()
    return loading
  }
}

async function loadOrNothing(options: CachedListOptions): Promise<{ models: Model[]; ttlMs: number }> {
  try {
    return { models: await options.load(), ttlMs: options.ttlMs }
  } catch {
    return { models: [], ttlMs: options.failedTtlMs }
  }
}

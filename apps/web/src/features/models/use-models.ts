import type { Model } from '@duck/protocol'
import { useMemo } from 'react'
import { trpc } from '../../lib/trpc.ts'

export interface Models {
  models: readonly Model[]
  loaded: boolean
  /** Only the offline duck answers. */
  duckOnly: boolean
}

const FRESH_MS = 60_000

export function useModels(): Models {
  const { data } = trpc.model.list.useQuery(undefined, { staleTime: FRESH_MS })
  return useMemo(() => {
    const models = data?.models ?? []
    return { models, loaded: !!data, duckOnly: !!data && models.every(({ provider }) => provider === 'duck') }
  }, [data])
}

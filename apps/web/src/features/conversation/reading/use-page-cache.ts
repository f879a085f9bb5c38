import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PageCache } from '../../../lib/message-pages.ts'
import { useServices } from '../../../lib/services.ts'

/** The tab's cache, the same object in every render. */
export function usePageCache(): PageCache {
  const { utils } = useServices()
  const queryClient = useQueryClient()
  return useMemo(() => ({ utils, queryClient }), [utils, queryClient])
}

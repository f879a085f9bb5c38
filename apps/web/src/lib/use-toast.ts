import { uuidv7 } from '@duck/protocol'
import { useCallback } from 'react'
import { useServices } from './services.ts'

/** Shows one sentence for a few seconds. */
export function useToast(): (text: string) => void {
  const { toast } = useServices()
  return useCallback((text) => toast.set({ id: uuidv7(), text }), [toast])
}

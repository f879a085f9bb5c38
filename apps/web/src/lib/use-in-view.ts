import { useSyncExternalStore } from 'react'
import { isInView } from './returns.ts'

/** Whether the page is in view: its tab is in front and its window not hidden. */
export function useInView(): boolean {
  return useSyncExternalStore((listener) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  }, isInView)
}

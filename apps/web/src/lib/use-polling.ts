import { useServices } from './services.ts'
import { useStore } from './store.ts'

const EVERY_MS = 4_000

/** How often is asked for what is shown while no hints arrive: milliseconds, or false for not at all. */
export function usePolling(): number | false {
  return useStore(useServices().connected) ? false : EVERY_MS
}

import { useCallback, useState } from 'react'
import { authWords } from './auth-words.ts'

export interface Task {
  busy: boolean
  /** Why the last run failed, in words. */
  fault: string | null
  run: (work: () => Promise<unknown>) => void
}

/** One thing at a time that a person asked for and waits for. */
export function useTask(): Task {
  const [state, setState] = useState<{ busy: boolean; fault: string | null }>({ busy: false, fault: null })
  const run = useCallback((work: () => Promise<unknown>) => {
    setState({ busy: true, fault: null })
    work().then(
      () => setState({ busy: false, fault: null }),
      (error) => setState({ busy: false, fault: authWords(error) }),
    )
  }, [])
  return { ...state, run }
}

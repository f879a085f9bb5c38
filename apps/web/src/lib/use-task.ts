import { useCallback, useState } from 'react'
import { authWords } from './auth-words.ts'

export interface Task {
  busy: boolean
  /** The last run succeeded. */
  done: boolean
  /** Why the last run failed, in words. */
  fault: string | null
  run: (work: () => Promise<unknown>) => void
}

const IDLE = { busy: false, done: false, fault: null }

/** One thing at a time that a person asked for and waits for. */
export function useTask(): Task {
  const [state, setState] = useState<Omit<Task, 'run'>>(IDLE)
  const run = useCallback((work: () => Promise<unknown>) => {
    setState({ ...IDLE, busy: true })
    work().then(
      () => setState({ ...IDLE, done: true }),
      (error) => setState({ ...IDLE, fault: authWords(error) }),
    )
  }, [])
  return { ...state, run }
}

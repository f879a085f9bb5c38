/** Sends a signal to a process, or to a group when the pid is negative; false when there is none. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

/** Whether any process has this pid, someone else's and a zombie included. */
export function isTaken(pid: number): boolean {
  try {
    return sendSignal(pid, 0)
  } catch {
    return true
  }
}

import { useLocationProperty } from 'wouter/use-browser-location'

/** The address of a message: `/s/<session>#m<index>`. An index never changes its message. */
export function messageLink(sessionId: string, messageIndex: number): string {
  return `/s/${sessionId}#m${messageIndex}`
}

/** Where the address leads in its session. */
export interface LinkedPlace {
  messageIndex: number
  /** Another one each time somebody goes there. */
  visit: string
}

/** The message index that a fragment names; null when it names none. */
export function indexInFragment(fragment: string): number | null {
  const [, digits] = /^#m(\d{1,9})$/.exec(fragment) ?? []
  return digits === undefined ? null : Number(digits)
}

/** The message that the page's address leads to, followed through its history. */
export function useLinkedPlace(): LinkedPlace | null {
  const visit = useLocationProperty(() => `${location.hash} ${visitOf(history.state)}`)
  const messageIndex = indexInFragment(visit.split(' ', 1)[0] ?? '')
  return messageIndex === null ? null : { messageIndex, visit }
}

/** The state of a history entry that leads to a message, so that going there once more is another visit. */
export function newVisit(): { visit: number } {
  return { visit: performance.now() }
}

function visitOf(state: unknown): string {
  return typeof state === 'object' && state !== null && 'visit' in state ? String(state.visit) : ''
}

import type { SignInOptions } from '@duck/protocol'
import type { Person } from './person.ts'

export type AccountState =
  /** Not known yet. `person` is whom this browser had last, `trouble` why the last try to ask failed. */
  | { phase: 'starting'; person: Person | null; trouble: unknown }
  | { phase: 'in'; person: Person }
  /** Nobody. The page is still that of `person`, who was signed out elsewhere; null when there is nothing to go on with. */
  | { phase: 'out'; person: Person | null }

/**
 * Whether a page that begins with nobody signed in makes a guest without a word: not in the place of an account, of
 * somebody who left, or of a guest whose text, not sent, still lies here.
 */
export function mayMakeGuest(
  options: SignInOptions,
  before: Person | 'left' | null,
  textLeft: boolean,
): boolean {
  if (options.mode !== 'local' || before === 'left') return false
  return before === null || (before.isGuest && !textLeft)
}

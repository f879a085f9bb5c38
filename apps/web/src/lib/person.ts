import { storage } from './storage.ts'

/** Who is signed in, as far as the page needs it before it can ask more. */
export interface Person {
  id: string
  isGuest: boolean
}

const KEY = 'duck.person'
const LEFT = 'left'

/** The person in the answer of `get-session`; null when nobody is signed in. */
export function personIn(answer: unknown): Person | null {
  if (typeof answer !== 'object' || answer === null || !('user' in answer)) return null
  return asPerson(answer.user, 'isAnonymous')
}

/** Whom this browser had last: somebody, nobody yet, or somebody who then signed out. */
export function lastPerson(): Person | 'left' | null {
  const kept = storage.read(KEY)
  if (kept === LEFT) return LEFT
  try {
    return asPerson(JSON.parse(kept ?? 'null'), 'isGuest')
  } catch {
    return null
  }
}

export function keepLastPerson(person: Person | 'left'): void {
  storage.write(KEY, person === LEFT ? LEFT : JSON.stringify({ id: person.id, isGuest: person.isGuest }))
}

function asPerson(value: unknown, guestField: string): Person | null {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string')
    return null
  return { id: value.id, isGuest: Reflect.get(value, guestField) === true }
}

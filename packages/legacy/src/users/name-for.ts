import { LIMITS } from '@duck/protocol'

// Controls, line ends, and what turns the direction of writing.
const FORGING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** What an account's user is called: as the old app has it, as far as it can be a name, else the address up to its @. */
export function nameFor(given: string | null, email: string): string {
  const name = (given ?? '').replace(FORGING, ' ').trim()
  return shortened(name === '' ? email.slice(0, email.indexOf('@')) : name)
}

function shortened(name: string): string {
  return Array.from(name).slice(0, LIMITS.personNameChars).join('').trim()
}

import type { OneTimeLink } from '@duck/protocol'
import type { Context } from './context.ts'

const TIME: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
}

/** The link for whoever or whatever reads it, and till when for people. */
export function printLink({ url, expiresAt }: OneTimeLink, { print, note }: Context): void {
  print(url)
  note(`Good once, until ${new Date(expiresAt).toLocaleString('en-GB', TIME)}.`)
}

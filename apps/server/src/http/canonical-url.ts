import type { Place } from './guard.ts'

const OTHER_NAMES = /^(localhost|\[::1\])(:\d+)?$/i

/**
 * Where a page should be opened instead, or null. A browser keeps cookies, drafts and unsent messages by name: under two
 * names of one machine somebody would be two guests.
 */
export function canonicalUrl(
  { host, publicUrl }: Place,
  asked: string | undefined,
  url: string,
): string | null {
  const port = OTHER_NAMES.exec(asked ?? '')?.[2]
  if (publicUrl || host !== '127.0.0.1' || !OTHER_NAMES.test(asked ?? '')) return null
  return `http://127.0.0.1${port ?? ''}${url}`
}

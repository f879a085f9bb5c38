/** The URL without slashes at its end, so that paths can be added. */
export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

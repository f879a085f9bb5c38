/**
 * The address's fragment, which is taken out of the address bar and the history at once: it is a secret that must not be
 * copied along with the address.
 */
export function takeFragment(): string {
  const fragment = location.hash.slice(1)
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  return fragment
}

/** Whether another provider's sign-in page sent the browser back with an error, which is taken out of the address. */
export function takeProviderError(): boolean {
  const failed = new URLSearchParams(location.search).has('error')
  if (failed) history.replaceState(null, '', location.pathname)
  return failed
}

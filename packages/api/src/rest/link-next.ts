/** The header that leads to the next page: `path` with these values as its query. None where there is no next page. */
export function linkNext(path: string, query: Record<string, unknown> | null): Record<string, string> {
  if (query === null) return {}
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const values = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return { link: `<${path}?${values.toString()}>; rel="next"` }
}

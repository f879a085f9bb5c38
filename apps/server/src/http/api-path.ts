const API = /^\/(trpc|api|healthz|readyz|metrics)(\/|\?|$)/

/** Whether a path, or a URL without its host, belongs to programs: nothing below it is a page of the web app. */
export function isApiPath(path: string): boolean {
  return API.test(path)
}

/** Where the app is, as its own pages and others see it. */
export interface Site {
  host: string
  /** Of its own pages. */
  own: string
  otherPort: string
  /** The same place by another scheme, or another name of the same machine. */
  sameButOther: string
}

/** What a browser, or somebody, sends along with a request. */
export interface Sent {
  contentType: string | null
  origin: keyof typeof ORIGINS
  fetchSite: string | null
  hasCookie: boolean
}

const ORIGINS = {
  none: () => null,
  own: ({ own }: Site) => own,
  foreign: () => 'https://evil.example',
  null: () => 'null',
  otherPort: ({ otherPort }: Site) => otherPort,
  sameButOther: ({ sameButOther }: Site) => sameButOther,
} satisfies Record<string, (site: Site) => string | null>

const FETCH_SITES = [null, 'same-origin', 'same-site', 'cross-site', 'none']
const JSON_TYPES = ['application/json', 'application/json; charset=utf-8']
export const CONTENT_TYPES = [
  null,
  ...JSON_TYPES,
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
]

/** Every combination. */
export const ALL: readonly Sent[] = CONTENT_TYPES.flatMap((contentType) =>
  originsTimes().map((rest) => ({ contentType, ...rest })),
)

/** Every pair of two of them, and of three here and there. */
export const SOME: readonly Sent[] = CONTENT_TYPES.flatMap((contentType, n) =>
  originsTimes().flatMap((rest, at) =>
    (at + n) % CONTENT_TYPES.length === 0 ? [{ contentType, ...rest }] : [],
  ),
)

/** Those without a content type: of a WebSocket. */
export const UPGRADES: readonly Sent[] = ALL.filter(({ contentType }) => contentType === null)

function originsTimes(): Omit<Sent, 'contentType'>[] {
  const origins = Object.keys(ORIGINS) as (keyof typeof ORIGINS)[]
  return origins.flatMap((origin) =>
    FETCH_SITES.flatMap((fetchSite) => [true, false].map((hasCookie) => ({ origin, fetchSite, hasCookie }))),
  )
}

/** Whether a page that is not ours may have sent it. */
export function isForeign({ origin, fetchSite }: Sent): boolean {
  return !['none', 'own'].includes(origin) || fetchSite === 'same-site' || fetchSite === 'cross-site'
}

/** Whether it may be a form's, or anything that is sent without asking first. */
export function isForm({ contentType }: Sent): boolean {
  return contentType === null || !JSON_TYPES.includes(contentType)
}

export function headersOf(sent: Sent, site: Site, cookie: string): Record<string, string> {
  const origin = ORIGINS[sent.origin](site)
  return {
    host: site.host,
    ...(sent.contentType === null ? {} : { 'content-type': sent.contentType }),
    ...(origin === null ? {} : { origin }),
    ...(sent.fetchSite === null ? {} : { 'sec-fetch-site': sent.fetchSite }),
    ...(sent.hasCookie ? { cookie } : {}),
  }
}

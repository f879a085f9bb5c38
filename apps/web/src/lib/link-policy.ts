const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:'])
const IMAGE_SCHEMES = new Set(['http:', 'https:'])

/** Where a link of a message may lead: absolute http, https and mailto only. Null: it is shown as text. */
export function linkTarget(href: string | undefined): string | null {
  const url = parse(href)
  return url && LINK_SCHEMES.has(url.protocol) ? url.href : null
}

/** A remote image of a message and the host that would learn of its opening. Null: it is not shown. */
export function remoteImage(src: string | undefined): { url: string; host: string } | null {
  const url = parse(src)
  return url && IMAGE_SCHEMES.has(url.protocol) ? { url: url.href, host: url.host } : null
}

function parse(address: string | undefined): URL | null {
  return address && URL.canParse(address) ? new URL(address) : null
}

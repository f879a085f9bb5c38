import { gzipSync } from 'node:zlib'

const SCRIPTS = /<(?:script[^>]* src|link rel="modulepreload"[^>]* href)="([^"]+)"/g

/** Bytes with gzip of the JavaScript that the served page fetches before it shows anything. */
export async function firstLoadBytes(url: string): Promise<number> {
  const page = await (await fetch(url)).text()
  const files = await Promise.all(
    [...page.matchAll(SCRIPTS)].map(([, path = '']) => bodyOf(new URL(path, url))),
  )
  return files.reduce((total, body) => total + gzipSync(body).length, 0)
}

async function bodyOf(url: URL): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response.bytes()
}

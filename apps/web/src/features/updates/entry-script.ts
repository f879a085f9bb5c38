const MODULE = /<script\b[^>]*\btype="module"[^>]*>/
const SRC = /\bsrc="([^"]+)"/

/** The path of the script that a page begins with; null where there is none. */
export function entryScript(html: string): string | null {
  // The page's policy forbids to have markup parsed, and this one is our own.
  const [tag] = MODULE.exec(html) ?? []
  return (tag && SRC.exec(tag)?.[1]) ?? null
}

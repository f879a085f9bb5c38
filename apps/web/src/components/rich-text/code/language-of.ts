/** The language that a fence names, in lower case; null for none. `js {1,3}`, `js:title` and `{.js}` name one too. */
export function languageOf(className: string | undefined): string | null {
  const named = /(?:^|\s)language-\{?\.?([\w+#.-]+)/.exec(className ?? '')?.[1]
  return named ? named.toLowerCase() : null
}

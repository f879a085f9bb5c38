/**
 * Markdown that tries to run something, to ask another host or to change the page. What it would run is `alert(1)`; what it
 * would ask is at `evil.example` or holds `pwned`.
 */
export type Payload = string

/** Where payloads send a browser; nobody answers there, and no test lets a request out. */
export const EVIL = 'https://evil.example/pwned'

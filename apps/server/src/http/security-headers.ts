import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * What the page of the web app may do. Nothing of another host is loaded or asked, no text becomes script or markup: with
 * Trusted Types and no policy, a browser that has them refuses every write to `innerHTML` and its like.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** What an answer for programs may do when a browser shows it as a page. */
const ANSWER_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const FOR_ALL = {
  'cache-control': 'private, no-store',
  'content-security-policy': ANSWER_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}
const STAY_SECURE = { 'strict-transport-security': `max-age=${365 * 24 * 3600}` }

/**
 * Gives every answer the headers that bind a browser. Those a route has set itself stay; `publicUrl` is where people reach
 * the server, and under https they are told never to come without it.
 */
export function addSecurityHeaders(app: FastifyInstance, publicUrl: URL | null): void {
  app.addHook('onSend', async (_request, reply) => setSecurityHeaders(reply, publicUrl))
}

/** The same for one answer, where no hook is run. */
export function setSecurityHeaders(reply: FastifyReply, publicUrl: URL | null): void {
  const headers = publicUrl?.protocol === 'https:' ? { ...FOR_ALL, ...STAY_SECURE } : FOR_ALL
  for (const [name, value] of Object.entries(headers))
    if (!reply.hasHeader(name)) void reply.header(name, value)
}

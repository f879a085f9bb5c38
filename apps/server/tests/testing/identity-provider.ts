import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** Whom the provider knows. */
export interface Claims {
  sub: string
  email: string
  email_verified: boolean
  name?: string
}

export interface IdentityProvider extends AsyncDisposable {
  issuer: string
  /** Where its one client is sent back to. */
  redirectTo(uri: string): void
  /** Signs this one in, without asking, whoever comes. */
  person: Claims
  /** It is away until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
}

const CLIENT = { client_id: 'duck', client_secret: 'the-secret-of-the-duck' }
const LASTS_S = 600
const SCOPES = 'openid email profile'

/** The environment of a server that lets people in by it. */
export function oidcEnvironment({ issuer }: { issuer: string }): Record<string, string> {
  return {
    DUCK_OIDC_ISSUER: issuer,
    DUCK_OIDC_CLIENT_ID: CLIENT.client_id,
    DUCK_OIDC_CLIENT_SECRET: CLIENT.client_secret,
    DUCK_OIDC_NAME: 'The Pond',
  }
}

/** A real OpenID provider on loopback, for one client. */
export async function startIdentityProvider(redirectUri = 'http://127.0.0.1:1'): Promise<IdentityProvider> {
  const people = new Map<string, Claims>()
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  let provider = new Provider(issuer, configuration(redirectUri, people))
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const isAsked = request.url?.startsWith('/interaction/')
    void (isAsked
      ? letIn(provider, it.person.sub, { request, response })
      : provider.callback()(request, response))
  }
  server.on('request', handle)
  const it: IdentityProvider = {
    issuer,
    redirectTo(uri) {
      provider = new Provider(issuer, configuration(uri, people))
    },
    get person() {
      return must(people)
    },
    set person(claims) {
      people.delete(claims.sub)
      people.set(claims.sub, claims)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    async start() {
      server = await listen(port)
      server.on('request', handle)
    },
    [Symbol.asyncDispose]: () => it.stop(),
  }
  return it
}

function must(people: ReadonlyMap<string, Claims>): Claims {
  const person = [...people.values()].at(-1)
  if (!person) throw new Error('The provider knows nobody yet.')
  return person
}

async function listen(port: number): Promise<Server> {
  const server = createServer()
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return server
}

/** Signs in and agrees to everything. */
async function letIn(
  provider: Provider,
  accountId: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId, clientId: params.client_id })
  grant.addOIDCScope(SCOPES)
  const result = { login: { accountId }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result)
}

function configuration(redirectUri: string, people: ReadonlyMap<string, Claims>): object {
  return {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // Small providers put what they know into the token itself.
    conformIdTokenClaims: false,
    cookies: { keys: ['the-key-of-the-cookies'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: { Interaction: LASTS_S, Session: LASTS_S, Grant: LASTS_S, AccessToken: LASTS_S, IdToken: LASTS_S },
    findAccount: (_ctx: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...people.get(accountId) }),
    }),
  }
}

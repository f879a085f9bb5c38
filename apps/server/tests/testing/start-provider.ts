import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface IdentityProvider extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  issuer: string
  /** From now on people can sign in there for the app at this address. */
  serve(appUrl: string): void
}

const LASTS_S = 600

export const OIDC_CLIENT = { id: 'duck', secret: 'the-secret-of-the-tests' }

/** A real OpenID provider, which believes whoever comes: `ann` is ann@provider.test. */
export async function startProvider(): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The address of a server that listens on TCP is one.
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  let handle = providerAt(issuer, 'http://127.0.0.1:1').callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    serve(appUrl) {
      handle = providerAt(issuer, appUrl).callback()
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function providerAt(issuer: string, appUrl: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [`${appUrl}/api/auth/callback/oidc`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => claimsOf(id) }),
    // Its own plain pages for signing in and for consent.
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['of-the-tests'] },
    ttl: { Interaction: LASTS_S, Session: LASTS_S, Grant: LASTS_S, AccessToken: LASTS_S, IdToken: LASTS_S },
  })
}

function claimsOf(id: string) {
  return { sub: id, email: `${id}@provider.test`, email_verified: true, name: id }
}

import type { OidcSettings } from './auth-settings.ts'

/** The provider of the settings, as better-auth wants it. */
export function oidcConfig({ issuer, clientId, clientSecret, name }: OidcSettings) {
  return {
    providerId: 'oidc',
    name,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    mapProfileToUser: (profile: Profile) => ({ name: nameIn(profile) }),
  }
}

interface Profile {
  name?: string | undefined
  email?: string | null | undefined
}

/** Not every provider tells a name. */
function nameIn({ name, email }: Profile): string {
  return name || (email ?? '').replace(/@.*/, '')
}

/** Nothing is asked of the provider later, so there is nothing of it to be stolen here. */
export async function withoutTokens<Account extends object>(account: Account) {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null } }
}

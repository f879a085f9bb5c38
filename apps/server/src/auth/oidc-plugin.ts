import { genericOAuth } from 'better-auth/plugins'
import type { OidcSettings } from './auth-settings.ts'
import { oidcConfig } from './oidc-config.ts'

/**
 * Signing in by the provider. What the provider says of itself is asked when somebody first goes there, for 10 s at most:
 * by itself better-auth asks as it starts, without a limit, and a provider that is silent would keep everybody out.
 */
export function oidcPlugin(settings: OidcSettings): ReturnType<typeof genericOAuth> {
  const config = oidcConfig(settings)
  const plugin = genericOAuth({ config: [config] })
  const init: typeof plugin.init = async ({ socialProviders }) => ({
    context: { socialProviders, genericOAuthPendingDiscovery: new Map([[config.providerId, config]]) },
  })
  return { ...plugin, init }
}

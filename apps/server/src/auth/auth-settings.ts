/** A provider of identities (OpenID Connect). */
export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** As people know it. */
  name: string
}

/** Who may come in, and how; from the environment. */
export interface AuthSettings {
  mode: 'local' | 'accounts'
  /** Where people open the app, when that is not where it listens. */
  publicUrl: URL | null
  /** Addresses of those who run the place, in lower case. */
  operators: ReadonlySet<string>
  /** Whether one may go on as a guest. */
  guests: boolean
  oidc: OidcSettings | null
}

/** A person or program that has sessions. Times are ISO 8601 in UTC. */
export interface Person {
  id: string
  name: string
  /** Null for a guest. */
  email: string | null
  isGuest: boolean
  createdAt: string
}

export interface PersonList {
  users: Person[]
  nextCursor: string | null
}

/** The caller, as they see themselves. */
export interface Me extends Person {
  isOperator: boolean
}

/** What somebody who is not signed in has to know. */
export interface SignInOptions {
  /** In `local` everybody is a guest, without being asked; in `accounts` one signs in. */
  mode: 'local' | 'accounts'
  /** Whether one may go on as a guest. */
  guests: boolean
  /** A provider of identities, by its name; its id is `oidc`. */
  oidc: { name: string } | null
}

/** A signed-in browser or program. */
export interface SignIn {
  id: string
  /** That of the caller. */
  current: boolean
  userAgent: string | null
  /** The network address it was made from. */
  address: string | null
  createdAt: string
  updatedAt: string
  expiresAt: string
}

/** A key of a program; the key itself is shown only when it is made. */
export interface ApiKey {
  id: string
  name: string
  lastFour: string
  createdAt: string
  /** To the minute. */
  lastUsedAt: string | null
}

/** A link that is good for once. */
export interface OneTimeLink {
  url: string
  expiresAt: string
}

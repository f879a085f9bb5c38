/** What of a database and its server is looked at. */
export interface Scope {
  /** Names of objects in the first one are shown without it. */
  schemas: readonly string[]
  roles: readonly string[]
}

export const PRODUCT: Scope = {
  schemas: ['public', 'auth'],
  roles: ['duck_app', 'duck_auth', 'duck_reader', 'duck_writer'],
}

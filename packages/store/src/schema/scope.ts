/** What of a database and its server is looked at. */
export interface Scope {
  /** Names of objects in the first one are shown without it. */
  schemas: readonly string[]
  roles: readonly string[]
}

export const PRODUCT: Scope = { schemas: ['public'], roles: ['duck_app', 'duck_reader', 'duck_writer'] }

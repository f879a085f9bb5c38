/** What the global set-up hands to every test file. */
export interface TestDatabases {
  /** A superuser's or owner's connection string, to a database that is not the template. */
  adminUrl: string
  /** That of the role the product serves as, to the template. */
  appUrl: string
  /** That of the role that signs people in, to the template. */
  authUrl: string
  /** The migrated database that `createTestDatabase` clones. */
  template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    testDatabases: TestDatabases
  }
}

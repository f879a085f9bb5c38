/** DUCK_SECRET of every server in the tests: roles belong to the whole Postgres, so one password fits all. */
export const TEST_SECRET = 'the-secret-of-the-tests'

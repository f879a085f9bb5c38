export { createTestClient, type TestClient } from './create-test-client.ts'
export type { AppExit } from './follow-output.ts'
export { type AppOptions, startApp } from './start-app.ts'
export type { App } from './start-server-process.ts'

export { type AppRouter, appRouter } from './app-router.ts'
export { registerRest } from './rest/routes.ts'
export { sendError } from './rest/send-error.ts'
export type { ApiContext } from './trpc/trpc.ts'

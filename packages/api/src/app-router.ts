import { apiKeyRouter } from './api-key/router.ts'
import { healthRouter } from './health/router.ts'
import { messageRouter } from './message/router.ts'
import { modelRouter } from './model/router.ts'
import { sessionRouter } from './session/router.ts'
import { signInRouter } from './sign-in/router.ts'
import { streamRouter } from './stream/router.ts'
import { syncRouter } from './sync/router.ts'
import { router } from './trpc/trpc.ts'
import { userRouter } from './user/router.ts'

/** Every procedure of The Duck; their inputs, replies and errors stand in docs/api.md. */
export const appRouter = router({
  session: sessionRouter,
  message: messageRouter,
  stream: streamRouter,
  sync: syncRouter,
  model: modelRouter,
  health: healthRouter,
  user: userRouter,
  signIn: signInRouter,
  apiKey: apiKeyRouter,
})

export type AppRouter = typeof appRouter

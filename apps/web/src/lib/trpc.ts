import { type createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query'
import type { AppRouter } from './app-router.ts'

export const trpc = createTRPCReact<AppRouter>()

export type Utils = ReturnType<typeof createTRPCQueryUtils<AppRouter>>

export type { AppRouter } from './contract-router.ts'

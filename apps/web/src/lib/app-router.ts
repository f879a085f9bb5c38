export type { AppRouter } from '@duck/api'

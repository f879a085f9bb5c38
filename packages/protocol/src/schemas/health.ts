import { z } from 'zod'
import { cursor } from './fields.ts'

export const healthIntegrity = z.strictObject({ cursor }).default({})

export type HealthIntegrity = z.output<typeof healthIntegrity>

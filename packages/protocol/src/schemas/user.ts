import { z } from 'zod'
import { LIMITS } from '../limits.ts'
import { cursor, direction, storable, uuid } from './fields.ts'

const userId = z.string().regex(/^[\w-]{1,64}$/, 'must be the id of a user')

export const userList = z.strictObject({ cursor, direction }).default({})
export const userResetLink = z.strictObject({ userId })
export const signInRevoke = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/, 'must be the id of a sign-in'),
})
export const apiKeyCreate = z.strictObject({
  name: storable
    .trim()
    .min(1, 'must not be blank')
    .refine((text) => Array.from(text).length <= LIMITS.apiKeyNameChars, {
      message: `must be at most ${LIMITS.apiKeyNameChars} characters`,
    }),
})
export const apiKeyRevoke = z.strictObject({ id: uuid })

export type UserList = Omit<z.output<typeof userList>, 'direction'>
export type UserResetLink = z.output<typeof userResetLink>
export type SignInRevoke = z.output<typeof signInRevoke>
export type ApiKeyCreate = z.output<typeof apiKeyCreate>
export type ApiKeyRevoke = z.output<typeof apiKeyRevoke>

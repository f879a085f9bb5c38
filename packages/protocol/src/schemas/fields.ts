import { z } from 'zod'
import { LIMITS } from '../limits.ts'
import { type Metadata, ROLES } from '../message.ts'
import { metadataFault } from '../metadata-fault.ts'
import { isStorable, UNSTORABLE, utf8Bytes } from '../text.ts'

export const storable = z.string().refine(isStorable, UNSTORABLE)

export const sessionId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, `must be 1 to ${LIMITS.sessionIdChars} of A-Z a-z 0-9 _ -`)
export const uuid = z.uuid('must be a UUID').transform((id) => id.toLowerCase())
/** The input of a procedure that takes none: nothing, or an empty object. */
export const nothing = z.strictObject({}).optional()
export const role = z.enum(ROLES)

/** Message text. Beyond the byte limit the issue's `params.tooLarge` turns the answer into a 413. */
export const content = storable.superRefine((text, ctx) => {
  if (text.length > LIMITS.contentBytes || utf8Bytes(text) > LIMITS.contentBytes)
    ctx.addIssue({
      code: 'custom',
      message: `must be at most ${LIMITS.contentBytes} bytes of UTF-8`,
      params: { tooLarge: true },
    })
})

/** What a person typed: never blank. */
export const spokenContent = content.refine((text) => text.trim() !== '', 'must not be blank')

export const title = storable.refine((text) => Array.from(text).length <= LIMITS.titleChars, {
  message: `must be at most ${LIMITS.titleChars} characters`,
})
export const model = storable.min(1).max(LIMITS.modelChars)
export const systemPrompt = storable.refine((text) => utf8Bytes(text) <= LIMITS.systemPromptBytes, {
  message: `must be at most ${LIMITS.systemPromptBytes} bytes of UTF-8`,
})

/** Why a message was found good or bad, in the user's words. */
export const note = storable.refine((text) => Array.from(text).length <= LIMITS.noteChars, {
  message: `must be at most ${LIMITS.noteChars} characters`,
})

/** Index bounds fit Postgres' integer. */
export const MAX_INDEX = 2_147_483_647
export const messageIndex = z.int().min(0).max(MAX_INDEX)
export const messageCount = z.int().min(0).max(MAX_INDEX)
export const limit = z.int().min(1).max(LIMITS.pageRows)
/** Where a list goes on, as the call before gave it. */
export const cursor = z.string().min(1).max(200).nullish()
/** tRPC's infinite queries send it along; a list goes one way only. */
export const direction = z.literal('forward').optional()

/** What is searched for, literally; a blank one finds blanks. */
export const searchQuery = storable
  .min(1)
  .refine((text) => text.length <= LIMITS.searchQueryBytes && utf8Bytes(text) <= LIMITS.searchQueryBytes, {
    message: `must be at most ${LIMITS.searchQueryBytes} bytes of UTF-8`,
  })

/** An ISO 8601 time with its zone, of a year that Postgres and JavaScript both have. */
export const time = z.iso
  .datetime({ offset: true })
  .refine((text) => /^(?!0000)\d{4}-/.test(isoOf(text)), 'must be of the years 0001 to 9999')
  .transform(isoOf)

function isoOf(text: string): string {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}

export const metadata = z.custom<Metadata>(isPlainObject, 'must be an object').superRefine((value, ctx) => {
  const fault = metadataFault(value)
  if (fault) ctx.addIssue({ code: 'custom', message: fault })
})

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

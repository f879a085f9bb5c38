import { z } from 'zod'
import { LIMITS } from '../limits.ts'
import { MAX_INDEX, model, sessionId, uuid } from './fields.ts'

export const streamStart = z.strictObject({
  sessionId,
  id: uuid,
  promptId: uuid,
  continueFrom: uuid.optional(),
  model: model.optional(),
})
export const streamList = z.strictObject({ sessionId })
export const streamStop = z.strictObject({ streamId: uuid })
export const streamWatch = z.strictObject({
  streamId: uuid,
  offset: z.int().min(0).max(MAX_INDEX).optional(),
  lastEventId: z.string().max(200).nullish(),
})
export const syncSubscribe = z
  .strictObject({
    sessionIds: z.array(sessionId).max(LIMITS.syncSessions).optional(),
    lastEventId: z.string().max(4_000).nullish(),
  })
  .default({})

export type StreamStart = z.output<typeof streamStart>
export type StreamWatch = z.output<typeof streamWatch>
export type SyncSubscribe = z.output<typeof syncSubscribe>

import { expect, test } from 'vitest'
import { inOldTable } from './in-old-table.ts'
import { useMove } from './testing/use-move.ts'

const move = useMove()

test('a step that needs the table lets the old app go first, and is taken once the table is free', async () => {
  let tries = 0
  const { done } = await move.sql.begin(async (tx) => {
    await tx`lock table chat_sessions in row exclusive mode`
    const done = inOldTable(move.legacy.sql, async (mine) => {
      tries++
      await mine`lock table chat_sessions in access exclusive mode`
    })
    await expect.poll(() => tries).toBeGreaterThan(2)
    return { done }
  })
  await done
})

test('where the table is never free it says so', async () => {
  await move.sql.begin(async (tx) => {
    await tx`lock table chat_sessions in row exclusive mode`
    const step = inOldTable(move.legacy.sql, (mine) => mine`lock table chat_sessions`, 2)
    await expect(step).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: 'Somebody uses chat_sessions all the time, and never let it go for a moment.',
    })
  })
})

import { setTimeout as pause } from 'node:timers/promises'
import { must } from '@duck/protocol'
import type postgres from 'postgres'
import type { Random } from '../../random/random.ts'
import type { Element } from '../../under-fire/old-app/elements.ts'
import { EVERYDAY } from '../../under-fire/old-app/moves.ts'
import { sessionId } from '../legacy/load-arrays.ts'

/** Elements that an array has at first. */
export const LENGTHS = [20, 100, 900] as const
export type Length = (typeof LENGTHS)[number]

/** How long each write of an array took, in milliseconds, by how long the array was at first. */
export type Waits = Record<Length, number[]>

export interface ArrayStage {
  /** A client of the old app for each writer. */
  clients: readonly postgres.Sql[]
  /** Sessions of each length. */
  sessions: number
}

const THINK_MS = 50

/** People at the old app for so long: each reads an array, thinks, and writes it back whole. The same seed makes the same moves. */
export async function writeArrays(stage: ArrayStage, random: Random, ms: number): Promise<Waits> {
  const waits: Waits = { 20: [], 100: [], 900: [] }
  const end = performance.now() + ms
  await Promise.all(
    stage.clients.map(async (sql, n) => {
      const own = random.fork(n)
      while (performance.now() < end) await rewrite(sql, { stage, random: own, waits })
    }),
  )
  return waits
}

interface Turn {
  stage: ArrayStage
  random: Random
  waits: Waits
}

async function rewrite(sql: postgres.Sql, { stage, random, waits }: Turn): Promise<void> {
  const kind = random.between(0, LENGTHS.length - 1)
  const id = sessionId(kind * stage.sessions + random.between(0, stage.sessions - 1))
  const [row] = await sql<{ messages: Element[] }[]>`select messages from chat_sessions where id = ${id}`
  const { messages } = must(row, 'a session')
  for (const version of random.pick(EVERYDAY)(messages, random)) {
    await pause(THINK_MS)
    const json = JSON.stringify(version)
    const began = performance.now()
    await sql`update chat_sessions set messages = ${json}::text::jsonb, updated_at = now() where id = ${id}`
    waits[must(LENGTHS[kind], 'a length')].push(performance.now() - began)
  }
}

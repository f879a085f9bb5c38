import { DuckError, uuidv7 } from '@duck/protocol'
import {
  type Command,
  commandsOf,
  EMPTY_SESSION,
  EVERY_VERB,
  headIn,
  PLAIN_VERBS,
  type SessionModel,
  STRAY_ID,
  type Step,
  toStep,
  tryStep,
} from '@duck/protocol/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { newServer } from '../testing/answers.ts'
import { endedOrNot, playStep, readStage, type Stage } from '../testing/play-step.ts'
import { refusal } from '../testing/refusal.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'

const store = useDb()
const RUNS = 150
const MOST_COMMANDS = 30

beforeAll(async () => {
  await append(store.db, await store.newSession(), { id: STRAY_ID })
})

/** Plays the commands on the rules and on the database, and compares the two after every step. */
async function playBoth(commands: readonly Command[]): Promise<void> {
  const { db, sql } = store
  const stage = { db, sql, sessionId: await store.newSession(), serverId: await newServer(db) }
  let model = EMPTY_SESSION
  for (const command of commands) {
    const step = toStep(model, command, uuidv7)
    if (!step) continue
    model = await stepBoth(stage, model, step)
    expect(await readStage(stage), step.type).toEqual(expectedStage(model))
  }
}

async function stepBoth(stage: Stage, model: SessionModel, step: Step): Promise<SessionModel> {
  const after = tryStep(model, step)
  if (after instanceof DuckError) {
    expect(await refusal(playStep(stage, step))).toMatchObject({ code: after.code, ...after.facts })
    return model
  }
  await playStep(stage, step)
  return after
}

function expectedStage(model: SessionModel) {
  return {
    rows: model.rows,
    streams: endedOrNot(model.streams),
    headId: headIn(model),
    messageCount: model.rows.length,
  }
}

// On a failure fast-check prints the seed and the path, which `fc.assert(…, { seed, path })` plays again.
const played = (commands: fc.Arbitrary<Command[]>) =>
  fc.assert(fc.asyncProperty(commands, playBoth), { numRuns: RUNS })

test('indexes, parents, moved heads and the head are those of the rules, whatever writers do', async () => {
  await played(commandsOf(EVERY_VERB, MOST_COMMANDS))
})

test('writers who name no parent make the one line of the rules', async () => {
  await played(commandsOf(PLAIN_VERBS, MOST_COMMANDS))
})

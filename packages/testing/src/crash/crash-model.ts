import { createGate } from '../model-server/gate.ts'
import { lastUserText, type Reply } from '../model-server/script.ts'
import { startModelServer } from '../model-server/start-model-server.ts'
import { NEXT_DELTAS, NEXT_PROMPT } from './answer.ts'

export interface CrashModelOptions {
  /** What it answers, by prompt. */
  answers: ReadonlyMap<string, readonly string[]>
  /** Before each delta. */
  delayMs: number
  /** It holds after so many deltas, without an end; undefined lets it go on. */
  emit?: number | undefined
}

export interface CrashModel extends AsyncDisposable {
  /** For OPENAI_BASE_URL. */
  url: string
  /** All deltas asked for have been emitted; the model goes no further. */
  reached: Promise<void>
  /** The first answer has been written to its end. */
  ended: Promise<void>
  /** How often the prompt was put to it. */
  asked: (prompt: string) => number
}

/** Answers these prompts, and the one that comes after; all else with a title. */
export async function startCrashModel({ answers, delayMs, emit }: CrashModelOptions): Promise<CrashModel> {
  const reached = Promise.withResolvers<void>()
  const asked: string[] = []
  const gate =
    emit === undefined
      ? {}
      : { gate: { before: emit, opened: createGate().opened, reached: reached.resolve } }
  const reply: Reply = (request) => {
    const prompt = lastUserText(request)
    asked.push(prompt)
    const deltas = answers.get(prompt)
    if (deltas) return { deltas, delayMs, ...gate }
    return { deltas: prompt === NEXT_PROMPT ? NEXT_DELTAS : ['A title'] }
  }
  const server = await startModelServer({ reply })
  return {
    url: server.url,
    reached: reached.promise,
    ended: server.request(0).then(async ({ ended }) => void (await ended)),
    asked: (prompt) => asked.filter((text) => text === prompt).length,
    [Symbol.asyncDispose]: () => server.close(),
  }
}

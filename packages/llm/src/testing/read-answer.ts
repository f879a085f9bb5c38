import { ModelFailure } from '../failure.ts'
import type { AnswerPart, AnswerRequest } from '../port.ts'

/** A whole answer as a test looks at it. */
export interface ReadAnswer {
  text: string
  texts: string[]
  finish: Extract<AnswerPart, { type: 'finish' }> | null
  failure: ModelFailure | null
}

/** A request with one user turn, and what the test wants otherwise. */
export function ask(content: string, more: Partial<AnswerRequest> = {}): AnswerRequest {
  const signal = new AbortController().signal
  return { model: 'openai/fake-1', system: null, turns: [{ role: 'user', content }], signal, ...more }
}

/** Reads an answer to its end or to its ModelFailure; other errors are the test's. */
export async function readAnswer(answer: AsyncIterable<AnswerPart>): Promise<ReadAnswer> {
  const read: ReadAnswer = { text: '', texts: [], finish: null, failure: null }
  try {
    for await (const part of answer) {
      if (part.type === 'text') read.texts.push(part.text)
      else read.finish = part
    }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    read.failure = error
  }
  return { ...read, text: read.texts.join('') }
}

import { madeUpAnswer, wordPieces } from './replies.ts'
import { lastUserText, type Reply, type RequestMessage } from './script.ts'

/** A conversation as it was recorded; ids, titles and the like are ignored. */
export interface RecordedConversation {
  messages: readonly RequestMessage[]
}

/**
 * Plays recorded answers: the assistant message that followed the same conversation so far, else the one that
 * first followed the same last user text, else one made up from the text.
 */
export function recordedAnswers(
  conversations: readonly RecordedConversation[],
  options: { delayMs?: number } = {},
): Reply {
  const answers = indexAnswers(conversations)
  return (request) => {
    const said = request.messages.filter((message) => message.role !== 'system')
    const text = lastUserText(request)
    const answer = answers.get(lineKey(said)) ?? answers.get(text) ?? madeUpAnswer(text)
    return { deltas: wordPieces(answer), ...options }
  }
}

function indexAnswers(conversations: readonly RecordedConversation[]): Map<string, string> {
  const answers = new Map<string, string>()
  for (const { messages } of conversations)
    for (const [at, message] of messages.entries()) {
      const prompt = messages[at - 1]
      if (message.role !== 'assistant' || prompt?.role !== 'user') continue
      keepFirst(answers, lineKey(messages.slice(0, at)), message.content)
      keepFirst(answers, prompt.content, message.content)
    }
  return answers
}

/** Starts with a NUL, so that it never equals a user's text. */
function lineKey(messages: readonly RequestMessage[]): string {
  return `\0${JSON.stringify(messages.map(({ role, content }) => [role, content]))}`
}

function keepFirst(answers: Map<string, string>, key: string, answer: string): void {
  if (!answers.has(key)) answers.set(key, answer)
}

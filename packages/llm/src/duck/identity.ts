/** Says plainly that there is no model here. */
export const WHO_I_AM =
  'I am **not a language model**: I am the Duck, a rubber duck that works offline. I know no answers. I ask about what you tell me, until you hear the answer yourself.'

export const HOW_TO_CONNECT =
  'To talk to a real model, start the server with `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`, or start Ollama on its machine, then choose the model for this session.'

export const ABOUT_ME = `${WHO_I_AM}

To talk to a real model, do one of these and then choose it for this session:

- start the server with \`OPENAI_API_KEY\`; add \`OPENAI_BASE_URL\` for any other OpenAI-compatible server
- start the server with \`ANTHROPIC_API_KEY\`
- start Ollama on the server's machine: it is found by itself within seconds

To see how this chat behaves, write \`/slow\` for a long, slow answer or \`/fail\` for one that breaks off.`

const ASKED = [
  /\b(who|what)('re| are| r) (you|u)\b/i,
  /\bare (you|u) (an? |the |really |actually |just |only )*(ai|a\.i\.|bot|chatbot|robot|model|llm|human|person|real|chatgpt|gpt|claude|duck|rubber)\b/i,
  /\b(what|which) (ai |language )?(model|llm|ai) (are|is|do|r)\b/i,
  /\b(openai|anthropic)_(api_key|base_url)\b/i,
  /\b(connect|add|use|set ?up|configure|choose|get)\b.{0,40}\b(real|other|another|different|language|ai) (model|llm|ai)\b/i,
  /\b(connect|add|set ?up|configure)\b.{0,30}\b(model|llm|ollama|api key)\b/i,
  /\b(wer|was) bist du\b/i,
  /\bbist du (ein|eine|wirklich|echt)\b/i,
]

/** Whether the text asks what is speaking here, or how to get a model. */
export function asksAboutDuck(text: string): boolean {
  return ASKED.some((pattern) => pattern.test(text))
}

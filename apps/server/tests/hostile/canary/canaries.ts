/** Words that stand nowhere else; what a person says, what they keep secret, and what an operator does. */
export const CANARIES = {
  content: 'canary-content-9c1f',
  metadata: 'canary-metadata-9c1f',
  title: 'canary-title-9c1f',
  systemPrompt: 'canary-prompt-9c1f',
  note: 'canary-note-9c1f',
  answer: 'canary-answer-9c1f',
  query: 'canary-query-9c1f',
  broken: 'canary-broken-9c1f',
  path: 'canary-path-9c1f',
  email: 'canary-mail-9c1f@pond.example',
  name: 'canary-name-9c1f',
  password: 'canary-password-9c1f',
  wrongPassword: 'canary-wrong-9c1f',
  token: 'canary-token-9c1f',
  cookie: 'canary-cookie-9c1f',
  keyName: 'canary-key-name-9c1f',
  modelKey: 'canary-model-key-9c1f',
  secret: 'canary-secret-9c1f',
  metricsToken: 'canary-metrics-token-9c1f',
} as const

/** What the operator gives to the server. */
export const SERVER_SECRETS = {
  OPENAI_API_KEY: CANARIES.modelKey,
  DUCK_SECRET: CANARIES.secret,
  DUCK_METRICS_TOKEN: CANARIES.metricsToken,
}

/** The words that are found in a text, each once, with what stands around the first of it. */
export function found(text: string, words: Iterable<string>): string[] {
  return [...words].flatMap((word) => {
    const at = text.indexOf(word)
    return at < 0 ? [] : [`${word}: …${text.slice(Math.max(0, at - 120), at + word.length + 40)}…`]
  })
}

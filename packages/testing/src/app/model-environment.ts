/** Nothing listens on port 1: no Ollama of the machine's gets in the way. */
export const NO_OLLAMA = { OLLAMA_BASE_URL: 'http://127.0.0.1:1' }

/** The environment of a server whose only model is the fake one at `url`. */
export function modelEnvironment({ url }: { url: string }): Record<string, string> {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'test', ...NO_OLLAMA }
}

/** Lets the one user there is do what many do together. */
export const UNLIMITED = {
  DUCK_LIMIT_APPENDS_PER_SECOND: '999999',
  DUCK_LIMIT_APPEND_BURST: '999999',
  DUCK_LIMIT_SOCKETS: '999999',
  DUCK_LIMIT_CALLS: '999999',
}

/** A model a session can be answered by; its id is `provider/model`. */
export interface Model {
  id: string
  provider: string
  name: string
  /** Tokens the model can read, or null when the server does not tell. */
  contextWindow: number | null
}

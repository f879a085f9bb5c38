/** What the product has to show of one element of an old array. */
export interface ExpectedMessage {
  role: 'user' | 'assistant'
  content: string
  /** ISO. */
  createdAt: string
}

/** A session of the old app, and what has to become of it. */
export interface OldChat {
  id: string
  userId: string
  title: string
  /** ISO. */
  createdAt: string
  /** What its JSONB column holds: an array, mostly. */
  messages: unknown
  /** Which odd forms it holds. */
  odd: string[]
  expected: ExpectedMessage[]
}

/** What is known of a user of the old app. */
export interface KnownUser {
  /** As `chat_sessions.user_id` has it. */
  userId: string
  /** As it was given; null where there is none. */
  email: string | null
  /** What they are called; null where that is not known. */
  name: string | null
}

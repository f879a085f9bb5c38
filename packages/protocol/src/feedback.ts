export const FEEDBACK_VALUES = ['up', 'down'] as const
export type FeedbackValue = (typeof FEEDBACK_VALUES)[number]

/** What a user thinks of a message. It is no part of the message, which never changes. */
export interface Feedback {
  messageId: string
  value: FeedbackValue
  note: string | null
}

/** What became of a message's feedback; null when it was taken back. */
export interface FeedbackGiven extends Omit<Feedback, 'value'> {
  value: FeedbackValue | null
}

/** The tables of sessions and messages, in `public`: none is without forced row level security, and whoever signs people in sees none. */
export const PRODUCT_TABLES = [
  'chat_sessions',
  'messages',
  'message_feedback',
  'message_streams',
  'stream_checkpoints',
  'servers',
] as const

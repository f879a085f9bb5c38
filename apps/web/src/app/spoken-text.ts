import { activeLine, type MessageList } from '@duck/protocol'

/** What is known of a conversation as plain text, to be taken elsewhere. */
export function spokenText({ messages, headId }: MessageList): string {
  return activeLine(messages, headId)
    .map(({ content }) => content)
    .join('\n\n')
}

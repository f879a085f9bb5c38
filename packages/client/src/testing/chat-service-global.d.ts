import type { AppendOnlyChatService } from '../service/append-only-chat-service.ts'

declare global {
  /** In a page that a test made. */
  var ChatService: typeof AppendOnlyChatService
}

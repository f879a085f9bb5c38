import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'

/** Everything typed by the page's user that the server does not have: sent and not acked, refused, and drafts. */
export function useUnsentTexts(): string[] {
  const { outbox, drafts } = useServices()
  return [...useStore(outbox.entries).map(({ content }) => content), ...drafts.all()]
}

import { must } from '@duck/protocol'
import type { SessionView } from '../session/session-watch.ts'

/** What is watched, as it comes. */
export function viewsOf(views: AsyncIterable<SessionView>): SessionView[] {
  const seen: SessionView[] = []
  void (async () => {
    for await (const view of views) seen.push(view)
  })()
  return seen
}

/** What the last view shows, in order. */
export function lastContents(views: readonly SessionView[]): string[] {
  return must(views.at(-1), 'a view').messages.map(({ content }) => content)
}

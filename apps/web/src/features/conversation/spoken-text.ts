import type { TimelineItem } from './timeline.ts'

/** What is shown of a conversation as plain text, to be taken elsewhere. */
export function spokenText(items: readonly TimelineItem[]): string {
  return items.flatMap(textOf).join('\n\n')
}

function textOf(item: TimelineItem): string[] {
  if (item.kind === 'refused') return [item.refused.content]
  return 'row' in item && item.row ? [item.row.content] : []
}

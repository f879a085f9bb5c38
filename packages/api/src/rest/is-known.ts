/** One of a list of entity tags, weak or strong (RFC 9110 §8.8.3): a comma may stand within its quotes. */
const TAG = /\s*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)/y

/**
 * Whether `If-None-Match` names the tag: weakly compared, one of a list, or `*` alone (RFC 9110 §13.1.2). A header that is no
 * such list names nothing, so the answer is sent whole.
 */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  const tags = tagsIn(ifNoneMatch)
  return tags.includes(etag.replace(/^W\//, ''))
}

/** The quoted parts of a list of tags; none when it is not one from end to end. */
function tagsIn(list: string): string[] {
  const tags: string[] = []
  TAG.lastIndex = 0
  while (TAG.lastIndex < list.length) {
    const tag = TAG.exec(list)?.[1]
    if (tag === undefined) return []
    tags.push(tag)
  }
  return tags
}

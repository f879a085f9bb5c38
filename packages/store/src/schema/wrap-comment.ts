const WIDTH = 110

/** The line of an SQL comment as several, broken at spaces; all but the first are set back. */
export function wrapComment(comment: string): string {
  const end = comment.length > WIDTH ? comment.lastIndexOf(' ', WIDTH) : -1
  // Nothing but the mark before it: a word that is too long by itself stays whole.
  if (end <= '--   '.length) return comment
  return `${comment.slice(0, end)}\n${wrapComment(`--   ${comment.slice(end + 1)}`)}`
}

/** Stands above the first row that came while nobody looked. */
export function NewRowsLine({ count }: { count: number }) {
  return <p className="new-rows fade-in">{count === 1 ? '1 new message' : `${count} new messages`}</p>
}

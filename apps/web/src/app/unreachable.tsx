/** When nothing of a chat could be loaded. It is tried again by itself; the button is for the impatient. */
export function Unreachable({ onTryAgain }: { onTryAgain: () => void }) {
  return (
    <div className="empty-page min-h-0 flex-1" role="status">
      <p className="text-muted">The server does not answer.</p>
      <button type="button" className="text-button" onClick={onTryAgain}>
        Try again
      </button>
    </div>
  )
}

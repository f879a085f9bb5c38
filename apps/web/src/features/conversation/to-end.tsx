import { ArrowDown } from 'lucide-react'

interface ToEndProps {
  /** Messages that have come since the reader left the end. */
  unseen: number
  onClick: () => void
}

/** Back to the newest message, for who reads further up. */
export function ToEnd({ unseen, onClick }: ToEndProps) {
  const label = unseen > 0 ? `To the newest message, ${unseen.toLocaleString()} new` : 'To the newest message'
  return (
    <button type="button" onClick={onClick} aria-label={label} className="to-end">
      <ArrowDown size={17} aria-hidden />
      {unseen > 0 && <span aria-hidden>{unseen.toLocaleString()} new</span>}
    </button>
  )
}

import { RotateCcw } from 'lucide-react'
import type { ItemActions } from './item-actions.ts'
import type { Again } from './timeline.ts'

export function AgainButton({ again, actions }: { again: Again; actions: ItemActions }) {
  if (again.how === 'none') return null
  return (
    <button type="button" className="text-button" onClick={() => actions.again(again)}>
      <RotateCcw size={13} aria-hidden />
      {again.how === 'retry' ? 'Retry' : 'Ask again'}
    </button>
  )
}

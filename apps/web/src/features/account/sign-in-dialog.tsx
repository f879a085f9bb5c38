import { X } from 'lucide-react'
import { Modal } from '../../components/modal.tsx'
import type { FormKind } from './account-form.tsx'
import { SignInPanel } from './sign-in-panel.tsx'

interface SignInDialogProps {
  first: FormKind
  onClose: () => void
}

/** For guests: an account, with all that the guest has. */
export function SignInDialog({ first, onClose }: SignInDialogProps) {
  return (
    <Modal label="Sign in" className="dialog sign-in" onClose={onClose}>
      <div className="flex items-start justify-between gap-3">
        <h2 className="font-serif text-2xl">Keep your chats</h2>
        <button type="button" className="icon-button -mt-1 -mr-2" aria-label="Close" onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </div>
      <p className="mt-1 mb-5 text-sm text-muted">
        With an account you get to them from every device. Your chats of this browser come along.
      </p>
      <SignInPanel first={first} guestWords={null} onDone={onClose} />
    </Modal>
  )
}

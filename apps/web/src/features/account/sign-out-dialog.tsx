import { CopyButton } from '../../components/copy-button.tsx'
import { Fault } from '../../components/fault.tsx'
import { Modal } from '../../components/modal.tsx'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'
import { useUnsentTexts } from './use-unsent-texts.ts'

interface SignOutDialogProps {
  isGuest: boolean
  onClose: () => void
}

/** Asks before text that only this browser has, or chats that nobody could open again, are left behind. */
export function SignOutDialog({ isGuest, onClose }: SignOutDialogProps) {
  const { account } = useServices()
  const texts = useUnsentTexts()
  const { busy, fault, run } = useTask()
  const leave = (keep: boolean) => run(() => account.signOut(keep))
  return (
    <Modal label="Sign out?" className="dialog sign-out" onClose={onClose}>
      <h2 className="font-serif text-xl">Sign out?</h2>
      {isGuest && (
        <p className="mt-2 text-muted">
          You are a guest. Once you are signed out here, nobody can open these chats again, unless another
          device is signed in as you.
        </p>
      )}
      {texts.length > 0 && <UnsentTexts texts={texts} />}
      <div className="mt-4">
        <Fault>{fault}</Fault>
      </div>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <button type="button" className="plain-button" onClick={onClose}>
          Stay
        </button>
        {texts.length > 0 && (
          <button type="button" className="plain-button" disabled={busy} onClick={() => leave(true)}>
            Keep it and sign out
          </button>
        )}
        <button type="button" className="alarm-button" disabled={busy} onClick={() => leave(false)}>
          {texts.length > 0 ? 'Discard it and sign out' : 'Sign out'}
        </button>
      </div>
    </Modal>
  )
}

function UnsentTexts({ texts }: { texts: readonly string[] }) {
  return (
    <>
      <p className="mt-2 text-muted">
        {texts.length === 1 ? 'One text is' : `${texts.length} texts are`} not sent. Keep it in this browser
        until you sign in here again, or discard it.
      </p>
      <ul className="unsent-texts quiet-scroll">
        {texts.map((text, at) => (
          <li key={at} className="truncate">
            {text}
          </li>
        ))}
      </ul>
      <CopyButton text={texts.join('\n\n')} label="Copy what is not sent" />
    </>
  )
}

import { CopyButton } from '../../components/copy-button.tsx'
import { DuckHead } from '../../components/duck-head.tsx'
import { Fault } from '../../components/fault.tsx'
import { Modal } from '../../components/modal.tsx'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { SignInPanel } from './sign-in-panel.tsx'
import { useUnsentTexts } from './use-unsent-texts.ts'

/** Over the page while nobody is signed in. It goes when somebody is; the page behind it goes on if it is the same. */
export function SignedOut() {
  const { account, toast } = useServices()
  const said = useStore(toast)
  const state = useStore(account.state)
  const texts = useUnsentTexts()
  if (state.phase !== 'out') return null
  const { person } = state
  return (
    <Modal label="Sign in" className="dialog sign-in" onClose={null}>
      <DuckHead className="mx-auto size-12" />
      <h2 className="mt-3 text-center font-serif text-2xl">{person ? 'You are signed out' : 'The Duck'}</h2>
      <p className="mt-1 mb-5 text-center text-sm text-balance text-muted">
        {words(person && (person.isGuest ? 'guest' : 'account'))}
      </p>
      {texts.length > 0 && (
        <div className="unsent-note">
          <span>
            {texts.length === 1 ? 'One text was' : `${texts.length} texts were`} not sent. It is kept in this
            browser for {person?.isGuest ? 'that guest' : 'you'}.
          </span>
          <CopyButton text={texts.join('\n\n')} label="Copy what was not sent" />
        </div>
      )}
      {/* The dialog covers the place where it is said else. */}
      <Fault>{said?.text ?? null}</Fault>
      <SignInPanel
        first="sign-in"
        guestWords={person ? 'Continue as a new guest' : 'Continue as a guest'}
        onDone={() => {}}
      />
    </Modal>
  )
}

function words(before: 'guest' | 'account' | null): string {
  if (before === 'account') return 'Sign in again, and everything goes on where it was.'
  if (before === 'guest')
    return 'This guest was signed out, perhaps from another device. A new guest begins without its chats.'
  return 'Sign in to your chats.'
}

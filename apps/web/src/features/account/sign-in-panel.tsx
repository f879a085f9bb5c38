import { useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { becoming } from '../../lib/becoming.ts'
import { useServices } from '../../lib/services.ts'
import { trpc } from '../../lib/trpc.ts'
import { useTask } from '../../lib/use-task.ts'
import { AccountForm, type FormKind } from './account-form.tsx'

/** How long a visit to another provider's page may take until the browser's other tabs ask again who is signed in. */
const VISIT_MS = 300_000

interface SignInPanelProps {
  first: FormKind
  /** Words of the way to go on as a guest; null where one may not or is one. */
  guestWords: string | null
  onDone: () => void
}

/** Every way to sign in that this server has. */
export function SignInPanel({ first, guestWords, onDone }: SignInPanelProps) {
  const [kind, setKind] = useState(first)
  const { account } = useServices()
  const { data: options } = trpc.user.options.useQuery(undefined, { staleTime: Infinity })
  const { busy, fault, run } = useTask()
  const oidc = options?.oidc ?? null
  const asGuest = guestWords !== null && options?.guests === true
  return (
    <>
      <fieldset className="segments" aria-label="How to go on">
        <Segment kind="sign-in" shown={kind} onShow={setKind} />
        <Segment kind="sign-up" shown={kind} onShow={setKind} />
      </fieldset>
      <AccountForm key={kind} kind={kind} onDone={onDone} />
      {(oidc || asGuest) && <p className="or-line">or</p>}
      <div className="flex flex-col gap-2">
        {oidc && (
          <button type="button" className="wide-button" disabled={busy} onClick={() => run(goToProvider)}>
            Continue with {oidc.name}
          </button>
        )}
        {asGuest && (
          <button
            type="button"
            className="wide-button"
            disabled={busy}
            onClick={() => run(() => account.becomeGuest().then(onDone))}
          >
            {guestWords}
          </button>
        )}
      </div>
      <Fault>{fault}</Fault>
    </>
  )

  async function goToProvider(): Promise<void> {
    const url = await authApi.providerUrl()
    const state = account.state.get()
    if (state.phase === 'in' && state.person.isGuest) becoming.begin(state.person.id, VISIT_MS)
    else becoming.end()
    location.assign(url)
  }
}

interface SegmentProps {
  kind: FormKind
  shown: FormKind
  onShow: (kind: FormKind) => void
}

function Segment({ kind, shown, onShow }: SegmentProps) {
  return (
    <button type="button" aria-pressed={kind === shown} onClick={() => onShow(kind)}>
      {kind === 'sign-in' ? 'I have an account' : 'New account'}
    </button>
  )
}

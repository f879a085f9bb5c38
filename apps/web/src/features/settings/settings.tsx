import { X } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import { Modal } from '../../components/modal.tsx'
import { trpc } from '../../lib/trpc.ts'
import { ApiKeys } from './api-keys.tsx'
import { Devices } from './devices.tsx'
import { OtherDevice } from './other-device.tsx'
import { People } from './people.tsx'
import { Profile } from './profile.tsx'
import type { SectionProps } from './section.tsx'

const SECTIONS: readonly { name: string; Section: ComponentType<SectionProps>; operators?: boolean }[] = [
  { name: 'Profile', Section: Profile },
  { name: 'Devices', Section: Devices },
  { name: 'Another device', Section: OtherDevice },
  { name: 'API keys', Section: ApiKeys },
  { name: 'People', Section: People, operators: true },
]

interface SettingsProps {
  onClose: () => void
  onSignUp: () => void
}

/** What a person can set about themselves, a section at a time. */
export function Settings({ onClose, onSignUp }: SettingsProps) {
  const { data: me } = trpc.user.me.useQuery()
  const [shown, setShown] = useState('Profile')
  const sections = SECTIONS.filter(({ operators }) => !operators || me?.isOperator)
  const Section = sections.find(({ name }) => name === shown)?.Section ?? Profile
  return (
    <Modal label="Settings" className="settings" onClose={onClose}>
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line pr-3 pl-5">
        <h2 className="font-serif text-xl">Settings</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <div className="flex min-h-0 flex-1 max-sm:flex-col">
        <nav aria-label="Settings" className="settings-nav">
          {sections.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-current={name === shown ? 'page' : undefined}
              onClick={() => setShown(name)}
            >
              {name}
            </button>
          ))}
        </nav>
        <div className="quiet-scroll min-h-0 flex-1 overflow-y-auto px-5 py-5 sm:px-7">
          {me && <Section me={me} onSignUp={onSignUp} />}
        </div>
      </div>
    </Modal>
  )
}

import { Monitor, Moon, Sun } from 'lucide-react'
import { useStore } from '../lib/store.ts'
import { nextTheme, type Theme, theme } from '../lib/theme.ts'

const LOOKS: Record<Theme, { Icon: typeof Sun; label: string }> = {
  system: { Icon: Monitor, label: 'As the device' },
  light: { Icon: Sun, label: 'Light' },
  dark: { Icon: Moon, label: 'Dark' },
}

/** Goes through the device's theme, light and dark. */
export function ThemeButton() {
  const { Icon, label } = LOOKS[useStore(theme)]
  return (
    <button
      type="button"
      className="icon-button"
      onClick={nextTheme}
      aria-label={`Theme: ${label}`}
      title={`Theme: ${label}`}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}

import { storage } from './storage.ts'
import { createStore } from './store.ts'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'duck.theme'
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

/** The theme chosen; `system` follows the device. `public/theme.js` reads the same key before the first paint. */
export const theme = createStore<Theme>(stored())

export function nextTheme(): void {
  const next = NEXT[theme.get()]
  theme.set(next)
  storage.write(KEY, next === 'system' ? null : next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}

function stored(): Theme {
  const value = storage.read(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}

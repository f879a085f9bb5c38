import type { Model } from '@duck/protocol'
import { ChevronsUpDown } from 'lucide-react'

const PROVIDERS: Record<string, string> = {
  anthropic: 'Anthropic',
  duck: 'The duck',
  ollama: 'Ollama',
  openai: 'OpenAI-compatible',
}

interface ModelPickerProps {
  models: readonly Model[]
  /** The session's model, also one that is gone. */
  value: string | null
  onChange: (model: string) => void
}

/** The device's own list: works with fingers, keyboards and screen readers alike. */
export function ModelPicker({ models, value, onChange }: ModelPickerProps) {
  const chosen = value ?? models[0]?.id ?? ''
  const gone = chosen !== '' && !models.some(({ id }) => id === chosen)
  if (models.length === 0) return null
  return (
    <label className={gone ? 'model-picker gone' : 'model-picker'}>
      <span className="sr-only">Model</span>
      <select value={chosen} onChange={(event) => onChange(event.target.value)}>
        {gone && (
          <option value={chosen} disabled>
            {chosen} (not available)
          </option>
        )}
        {[...Map.groupBy(models, ({ provider }) => provider)].map(([provider, group]) => (
          <optgroup key={provider} label={PROVIDERS[provider] ?? provider}>
            {group.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ChevronsUpDown size={13} aria-hidden />
    </label>
  )
}
